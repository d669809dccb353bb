/** Two languages for every screen, five for visitors, no word outside the files made for words. */
import { beforeAll, expect, test } from 'vitest'
import * as check from './locales.ts'
import { describeFindings, readFixture, readTree, type Finding } from './tree.ts'

const project = readTree()
const fixture = readFixture('locales')
let ours: readonly check.Locales[]
let theirs: readonly check.Locales[]

beforeAll(async () => {
  ours = await check.readLocales(project)
  theirs = await check.readLocales(fixture)
})

type Run = (tree: typeof project, all: readonly check.Locales[]) => readonly Finding[]
const rules: readonly (readonly [rule: string, run: Run, refused: readonly string[]])[] = [
  [
    'same-keys',
    (_, all) => check.sameKeys(all),
    [
      'modules/hubs/locales/en.ts [same-keys] has no text desk.kinds.room',
      "modules/hubs/locales/zh-hant.ts [same-keys] desk.half is not in ja.ts (or not a guest's group)",
      ...['public.open', 'public.closed', 'public.never', 'errors.space_taken', 'errors.unknown_code'].map(
        (key) => `modules/hubs/locales/ko.ts [same-keys] has no text ${key}`,
      ),
    ],
  ],
  [
    'same-places',
    (_, all) => check.samePlaces(all),
    [
      'modules/hubs/locales/en.ts [same-places] public.open lacks {time}',
      'modules/hubs/locales/en.ts [same-places] public.open has {hour}, which ja.ts has not',
    ],
  ],
  [
    'well-written',
    (_, all) => check.wellWritten(all),
    [
      'modules/hubs/locales/ja.ts [well-written] errors.space_taken: a half-width mark beside Japanese; write it full-width',
      'modules/hubs/locales/ja.ts [well-written] desk.empty: is empty',
      'modules/hubs/locales/ja.ts [well-written] desk.dots: write … instead of three dots',
      'modules/hubs/locales/ja.ts [well-written] desk.half: half-width katakana',
      'modules/hubs/locales/ja.ts [well-written] desk.wide: full-width letters or digits; write them half-width',
      'modules/hubs/locales/en.ts [well-written] public.closed: letters that a reader of English may not know',
      'modules/hubs/locales/zh-hant.ts [well-written] public.closed: kana left in a Chinese text',
    ],
  ],
  [
    'every-key-used',
    (tree, all) => check.everyKeyUsed(tree, all),
    [
      'modules/hubs/locales/ja.ts [every-key-used] nothing uses public.never',
      'modules/hubs/locales/ja.ts [every-key-used] nothing uses errors.unknown_code',
    ],
  ],
  [
    'every-used-key-exists',
    check.everyUsedKeyExists,
    [
      'modules/hubs/server/mails/opened.ts:3 [every-used-key-exists] hubs has no text public.opened',
      'modules/hubs/server/mails/opened.ts:3 [every-used-key-exists] people has no text public.open',
    ],
  ],
  [
    'no-japanese-in-code',
    (tree) => check.noJapaneseInCode(tree),
    ['modules/hubs/web/pages/hub.page.tsx:9 [no-japanese-in-code] "営業時間": a text for readers is a key in locales'],
  ],
  [
    'no-words-in-markup',
    (tree) => check.noWordsInMarkup(tree),
    [
      'modules/hubs/web/pages/hub.page.tsx:6 [no-words-in-markup] "Opening hours": a text for readers is a key in locales',
      'modules/hubs/web/pages/hub.page.tsx:8 [no-words-in-markup] "Welcome to the hub": a text for readers is a key in locales',
    ],
  ],
]

test.each(rules)('%s holds in the project', (_, run) => {
  expect(describeFindings(run(project, ours))).toEqual([])
})

test.each(rules)('%s refuses its fixture, and only what is wrong there', (_, run, refused) => {
  expect([...describeFindings(run(fixture, theirs))].toSorted()).toEqual([...refused].toSorted())
})
