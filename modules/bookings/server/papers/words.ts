/** Days, times and sums as papers write them: the era in Japanese, 24:00 for the end of a day, whole yen. */
import type { Language } from '#platform/contract/texts.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Translate } from '#platform/contract/texts.ts'
import type { ja } from '../../locales/ja.ts'
import { localName, sayIn } from '../mails/texts.ts'
import { clockTime, dayAt } from '../rules.ts'
import type { PaperIssuer } from '../payment/use-cases/write-receipt-paper.ts'
import { sealPlace } from './pdf.ts'
import type { Content } from 'pdfmake/interfaces.js'

export type PaperLanguage = 'ja' | 'en'
export const paperLanguage = (language: Language): PaperLanguage => (language === 'ja' ? 'ja' : 'en')

const eraDay = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
  era: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  timeZone: 'UTC',
})
const englishDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const weekdays = {
  ja: new Intl.DateTimeFormat('ja-JP', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }),
}

export interface PaperWords {
  readonly language: PaperLanguage
  readonly say: Translate<typeof ja>
  readonly local: (names: LocalText) => string
  /** `令和8年11月25日`, `25 November 2026`. */
  readonly day: (day: string) => string
  readonly shortDay: (day: string) => string
  /** `2026/11/25`, where a column is narrow. */
  readonly numberDay: (day: string) => string
  /** `令和8年11月25日（水）9時00分から24時00分まで`. */
  readonly period: (startsAt: string, endsAt: string, zone: string) => string
  /** The hours alone, where the day stands beside them; over midnight the whole of it. */
  readonly hours: (startsAt: string, endsAt: string, zone: string) => string
  readonly yen: (amount: number) => string
  /** `見本 花子 様`, `見本商店 御中`; a paper whose person has been forgotten is to nobody. */
  readonly to: (name: string, isOrganisation: boolean) => string
}

export function paperWords(language: PaperLanguage): PaperWords {
  const say = sayIn(language)
  const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)
  const day = (given: string): string => (language === 'ja' ? eraDay : englishDay).format(noon(given))
  const weekday = (given: string): string => weekdays[language].format(noon(given))
  const full = (given: string): string => say('payment.paper.dayAndWeekday', { day: day(given), weekday: weekday(given) })
  const period = (startsAt: string, endsAt: string, zone: string): string => {
    const from = Temporal.Instant.from(startsAt).epochMilliseconds
    const to = Temporal.Instant.from(endsAt).epochMilliseconds
    const first = dayAt(from, zone)
    const last = dayAt(to - 1, zone)
    const begin = clockTime(from, first, zone)
    const end = clockTime(to, last, zone)
    return first === last
      ? say('payment.paper.period', { day: full(first), from: begin, to: end })
      : say('payment.paper.periodOverDays', { first: full(first), from: begin, last: full(last), to: end })
  }
  return {
    language,
    say,
    local: (names) => localName(names, language),
    day,
    shortDay: (given) => {
      const [, month = '', date = ''] = given.split('-')
      return say('payment.paper.shortDay', { month: Number(month), day: Number(date) })
    },
    numberDay: (given) => {
      const [year = '', month = '', date = ''] = given.split('-')
      return say('payment.paper.numberDay', { year, month: Number(month), day: Number(date) })
    },
    hours: (startsAt, endsAt, zone) => {
      const from = Temporal.Instant.from(startsAt).epochMilliseconds
      const to = Temporal.Instant.from(endsAt).epochMilliseconds
      const first = dayAt(from, zone)
      return dayAt(to - 1, zone) === first
        ? say('payment.paper.hours', { from: clockTime(from, first, zone), to: clockTime(to, first, zone) })
        : period(startsAt, endsAt, zone)
    },
    period,
    yen: (amount) => say(amount < 0 ? 'payment.paper.minus' : 'payment.paper.yen', { yen: Math.abs(amount).toLocaleString('en') }),
    to: (name, isOrganisation) =>
      name === ''
        ? say('payment.paper.toNobody')
        : say(isOrganisation ? 'payment.paper.toOrganisation' : 'payment.paper.toPerson', { name }),
  }
}

/** Who issues it, with the place of the seal beside, at the right. */
export function issuerBlock(
  words: PaperWords,
  issuer: PaperIssuer,
  options: { hasNumber: boolean; top: number; beside?: Content[] },
): Content {
  const lines = [issuer.title, issuer.address, issuer.phone === '' ? '' : words.say('payment.paper.phone', { phone: issuer.phone })].filter(
    (line) => line !== '',
  )
  return {
    columns: [
      { width: '*', stack: options.beside ?? [] },
      {
        width: options.beside === undefined ? 210 : 172,
        stack: [
          { text: issuer.name === '' ? words.say('payment.paper.noIssuer') : issuer.name, fontSize: 12, bold: true },
          ...lines.map((text) => ({ text })),
          ...(options.hasNumber && issuer.invoiceNumber !== null
            ? [{ text: words.say('payment.paper.registrationNumber', { number: issuer.invoiceNumber }) }]
            : []),
        ],
      },
      sealPlace(issuer.sealText === '' ? words.say('payment.paper.seal') : issuer.sealText),
    ],
    columnGap: 8,
    margin: [0, options.top, 0, 0],
  }
}

/** How the tax of a paper is told: for each rate what was charged and what of it is tax. */
export function taxTable(words: PaperWords, taxes: readonly { percent: number; totalYen: number; taxYen: number }[]): Content {
  const { say, yen } = words
  return {
    table: {
      widths: ['*', 96, 96],
      body: [
        [
          { text: say('payment.paper.rate'), fillColor: '#eeeeee' },
          { text: say('payment.paper.sumWithTax'), alignment: 'right' as const, fillColor: '#eeeeee' },
          { text: say('payment.paper.ofItTax'), alignment: 'right' as const, fillColor: '#eeeeee' },
        ],
        ...taxes.map(({ percent, totalYen, taxYen }) => [
          { text: percent === 0 ? say('payment.paper.noTax') : say('payment.paper.ratePercent', { percent }) },
          { text: yen(totalYen), alignment: 'right' as const },
          { text: percent === 0 ? '' : yen(taxYen), alignment: 'right' as const },
        ]),
      ],
    },
    layout: {
      hLineWidth: () => 0.5,
      vLineWidth: () => 0.5,
      paddingLeft: () => 6,
      paddingRight: () => 6,
      paddingTop: () => 2,
      paddingBottom: () => 2,
    },
    fontSize: 9.5,
  }
}
