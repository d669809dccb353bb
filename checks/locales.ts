/**
 * Texts: the same in every language, none missing, none left over, none outside the files made for them.
 * The compiler holds the keys of typed files; this looks at what runs, and at what the compiler cannot see.
 */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Language, Text, TextTree } from '#platform/contract/texts.ts'
import { textOf, withExceptions, type Finding, type Tree } from './tree.ts'

const fileOf: Readonly<Record<Language, string>> = {
  ja: 'ja.ts',
  en: 'en.ts',
  'zh-Hans': 'zh-hans.ts',
  'zh-Hant': 'zh-hant.ts',
  ko: 'ko.ts',
}
const guestLanguages: readonly Language[] = ['zh-Hans', 'zh-Hant', 'ko']
const guestGroups = ['public', 'errors', 'guestMail']

export interface Locales {
  /** A module's name, or `platform`. */
  readonly owner: string
  readonly folder: string
  /** By language: every text under its dotted key. Undefined where there is no file. */
  readonly texts: Readonly<Record<Language, ReadonlyMap<string, Text> | undefined>>
}

/** Loads `locales/*.ts` of the platform and of every module, as the program does. */
export async function readLocales(tree: Tree): Promise<readonly Locales[]> {
  const folders = [
    ...new Set(
      tree.paths.filter((file) => /^(platform|modules\/[^/]+)\/locales\/ja\.ts$/.test(file)).map((file) => path.posix.dirname(file)),
    ),
  ]
  return Promise.all(
    folders.map(async (folder) => {
      const load = async (language: Language): Promise<ReadonlyMap<string, Text> | undefined> => {
        const file = `${folder}/${fileOf[language]}`
        if (!tree.paths.includes(file)) return undefined
        const exported = (await import(/* @vite-ignore */ pathToFileURL(path.join(tree.root, file)).href)) as Record<string, TextTree>
        return new Map(flatten(Object.values(exported)[0] ?? {}))
      }
      const [ja, en, zhHans, zhHant, ko] = await Promise.all([load('ja'), load('en'), load('zh-Hans'), load('zh-Hant'), load('ko')])
      return {
        owner: folder.startsWith('platform') ? 'platform' : (folder.split('/')[1] ?? ''),
        folder,
        texts: { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko },
      }
    }),
  )
}

function* flatten(tree: TextTree, prefix = ''): Generator<[string, Text]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [prefix + key, value]
    else if (typeof value['one'] === 'string' && typeof value['other'] === 'string')
      yield [prefix + key, { one: value['one'], other: value['other'] }]
    else yield* flatten(value, `${prefix}${key}.`)
  }
}

const formsOf = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : [text.one, text.other])
const placesOf = (text: string): Set<string> => new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))
const isGuestKey = (key: string): boolean => guestGroups.includes(key.split('.')[0] ?? '')

function* everyText(all: readonly Locales[]): Generator<{ locales: Locales; language: Language; file: string; key: string; text: Text }> {
  for (const locales of all) {
    for (const [language, texts] of Object.entries(locales.texts) as [Language, ReadonlyMap<string, Text> | undefined][]) {
      for (const [key, text] of texts ?? []) yield { locales, language, file: `${locales.folder}/${fileOf[language]}`, key, text }
    }
  }
}

/** Every key of ja in en and back; the guests' groups also in their three languages. */
export function sameKeys(all: readonly Locales[]): Finding[] {
  const findings: Finding[] = []
  for (const { folder, texts } of all) {
    const keys = [...(texts.ja?.keys() ?? [])]
    const compare = (language: Language, wanted: readonly string[]): void => {
      const there = texts[language]
      const file = `${folder}/${fileOf[language]}`
      for (const key of wanted) if (there?.has(key) !== true) findings.push({ rule: 'same-keys', file, says: `has no text ${key}` })
      const known = new Set(wanted)
      for (const key of there?.keys() ?? [])
        if (!known.has(key)) findings.push({ rule: 'same-keys', file, says: `${key} is not in ja.ts (or not a guest's group)` })
    }
    compare('en', keys)
    for (const language of guestLanguages) compare(language, keys.filter(isGuestKey))
  }
  return findings
}

/** A place that one language lacks is a fact its readers are not told. */
export function samePlaces(all: readonly Locales[]): Finding[] {
  const findings: Finding[] = []
  for (const { locales, language, file, key, text } of everyText(all)) {
    const original = locales.texts.ja?.get(key)
    if (language === 'ja' || original === undefined) continue
    const wanted = placesOf(formsOf(original).at(-1) ?? '')
    const found = placesOf(formsOf(text).at(-1) ?? '')
    const missing = [...wanted].filter((place) => !found.has(place))
    const extra = [...found].filter((place) => !wanted.has(place))
    if (missing.length > 0) findings.push({ rule: 'same-places', file, says: `${key} lacks {${missing.join('}, {')}}` })
    if (extra.length > 0) findings.push({ rule: 'same-places', file, says: `${key} has {${extra.join('}, {')}}, which ja.ts has not` })
  }
  return findings
}

const japanese = '\\u3041-\\u3096\\u30a1-\\u30fa\\u4e00-\\u9fff'
const cjk = new RegExp(`[${japanese}\\uac00-\\ud7a3]`)
const afterJapanese = new RegExp(`[${japanese}][,!?;:()]|[(][${japanese}]`)
const fullWidthLatin = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/

/** `<module> <key>` whose English text holds other scripts on purpose: names of languages, examples of what to type. */
export const otherScripts: Readonly<Record<string, string>> = {}

/** Written as its readers write: no half-width katakana, no full-width digits, the marks of the language. */
export function wellWritten(all: readonly Locales[], allowed: Readonly<Record<string, string>> = otherScripts): Finding[] {
  const findings: (Finding & { key: string })[] = []
  for (const { locales, language, file, key, text } of everyText(all)) {
    const say = (says: string): void =>
      void findings.push({ rule: 'well-written', file, key: `${locales.owner} ${key}`, says: `${key}: ${says}` })
    for (const form of formsOf(text)) {
      const plain = form.replaceAll(/\{\w+\}/g, '')
      if (form.trim() === '') say('is empty')
      if (/[\uff61-\uff9f]/.test(plain)) say('half-width katakana')
      if (fullWidthLatin.test(plain)) say('full-width letters or digits; write them half-width')
      if (plain.includes('...')) say('write … instead of three dots')
      if (language === 'ja' && afterJapanese.test(plain)) say('a half-width mark beside Japanese; write it full-width')
      if (language === 'en' && cjk.test(plain)) say('letters that a reader of English may not know')
      if (language === 'ko' && new RegExp(`[\\u3041-\\u3096\\u30a1-\\u30fa]`).test(plain)) say('kana left in a Korean text')
      if (language.startsWith('zh') && /[\u3041-\u3096\u30a1-\u30fa]/.test(plain)) say('kana left in a Chinese text')
    }
  }
  return withExceptions(findings, allowed, 'checks/locales.ts', all.length > 1)
}

/** Keys that are put together from parts that no literal shows → where. Only shrinks. */
export const composedKeys: Readonly<Record<string, string>> = {}

/** A text that nobody asks for is dead; an error's text is asked for by its code, a sentence of the audit log by the event. */
export function everyKeyUsed(tree: Tree, all: readonly Locales[], allowed: Readonly<Record<string, string>> = composedKeys): Finding[] {
  const findings: (Finding & { key: string })[] = []
  for (const locales of all) {
    const literals = new Set<string>()
    const patterns = new Set<string>()
    const home = locales.folder.replace(/locales$/, '')
    for (const file of tree.files) {
      if (
        file.isTest ||
        file.path.startsWith(locales.folder) ||
        !(file.path.startsWith(home) || file.path.startsWith('apps/') || (locales.owner === 'platform' && !file.path.startsWith('checks/')))
      )
        continue
      for (const { text } of file.strings) {
        literals.add(text)
        if (text.includes('?') && /\w\.|\.\w/.test(text)) patterns.add(text)
      }
    }
    const shapes = [...patterns]
      .filter((text) => /^[\w.?-]+$/.test(text))
      .map((text) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('?', '[\\w.-]+')}$`))
    for (const key of locales.texts.ja?.keys() ?? []) {
      const isUsed =
        literals.has(key) ||
        shapes.some((shape) => shape.test(key)) ||
        (key.startsWith('errors.') && literals.has(`${locales.owner}.${key.slice('errors.'.length)}`)) ||
        (key.startsWith('audit.') && literals.has(`${locales.owner}.${key.slice('audit.'.length)}`))
      if (!isUsed)
        findings.push({
          rule: 'every-key-used',
          file: `${locales.folder}/ja.ts`,
          key: `${locales.owner} ${key}`,
          says: `nothing uses ${key}`,
        })
    }
  }
  return withExceptions(findings, allowed, 'checks/locales.ts', all.length > 1)
}

/** `say(language, 'hubs', 'public.open')` and `t('public.open')` name a text that is there. */
export function everyUsedKeyExists(tree: Tree, all: readonly Locales[]): Finding[] {
  const keys = new Map(all.map((locales) => [locales.owner, locales.texts.ja ?? new Map<string, Text>()]))
  const findings: Finding[] = []
  for (const file of tree.files) {
    if (file.isTest) continue
    for (const call of file.calls) {
      if (!/(^|\.)say$/.test(call.callee)) continue
      const [owner, key] = [textOf(call.node.arguments[1]), textOf(call.node.arguments[2])]
      if (owner === undefined || key === undefined) continue
      if (keys.get(owner)?.has(key) !== true)
        findings.push({ rule: 'every-used-key-exists', file: file.path, line: call.line, says: `${owner} has no text ${key}` })
    }
  }
  return findings
}

/** The terminal speaks before any module is loaded: its sentences stand there in both languages, side by side. */
const terminal = /^(apps\/server\/commands\/|platform\/server\/start-failure\.ts$)/

/** `<file>` → why words of another language stand in it. Only shrinks. */
export const filesWithWords: Readonly<Record<string, string>> = {
  'platform/web/format.ts': 'the one place that formats dates: 11月23日, 令和8年度',
  'ui/day-names.ts': 'names of days as Intl gives them, which its test holds them to; its loading costs a phone 100 ms',
  'platform/web/language.ts': 'the names of the languages, each in itself',
  'platform/server/mail.ts': 'the name of the sender, in both languages at once',
  'modules/bookings/server/mails/when.ts': "days and times of a mail, by language and the hub's zone",
  'apps/server/demo.ts': 'the invented people of the demonstration',
  'apps/web/gallery.tsx': 'every component with examples, for those who build screens; not part of the product',
}

/** Words for readers stand in locales. Comments, tests, builders and demo data are not for readers of screens. */
export function noJapaneseInCode(tree: Tree, allowed: Readonly<Record<string, string>> = filesWithWords): Finding[] {
  const findings: (Finding & { key: string })[] = []
  for (const file of tree.files) {
    if (
      file.isTest ||
      !/^(apps|modules|platform|ui)\//.test(file.path) ||
      /\/(locales|testkit)\//.test(file.path) ||
      file.path.endsWith('/factory.ts') ||
      terminal.test(file.path)
    )
      continue
    const seen = new Set<number>()
    for (const { text, line } of file.strings) {
      if (!cjk.test(text) || seen.has(line)) continue
      seen.add(line)
      findings.push({
        rule: 'no-japanese-in-code',
        file: file.path,
        line,
        key: file.path,
        says: `"${text.slice(0, 30)}": a text for readers is a key in locales`,
      })
    }
  }
  return withExceptions(findings, allowed, 'checks/locales.ts', tree.paths.length > 100)
}

const readAttributes = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'label',
  'placeholder',
  'title',
  'description',
])

/** English is a translation too: no words between tags, none in an attribute that is read out. */
export function noWordsInMarkup(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of tree.files) {
    if (
      file.isTest ||
      Object.hasOwn(filesWithWords, file.path) ||
      !file.path.endsWith('.tsx') ||
      !/^(apps|modules|platform|ui)\//.test(file.path)
    )
      continue
    const words = [...file.strings.filter((one) => one.isMarkup), ...file.attributes.filter((one) => readAttributes.has(one.name))]
    for (const { text, line } of words) {
      if (/\p{L}{2}/u.test(text))
        findings.push({
          rule: 'no-words-in-markup',
          file: file.path,
          line,
          says: `"${text.slice(0, 30)}": a text for readers is a key in locales`,
        })
    }
  }
  return findings
}
