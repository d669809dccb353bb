/**
 * Names of days and months as Intl gives them, and `day-names.test.ts` holds them to it. Asking Intl makes a phone load
 * its data for that language first: 30 ms for each kind of name, in one piece, before a calendar can be drawn (measured:
 * a quarter of all script time of a hub's page).
 */

export type DayNameStyle = 'long' | 'short' | 'narrow'

const english = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
/** A sign a day from Sunday on, and what stands around it. */
const signs: Readonly<Record<string, { days: string; long: (sign: string) => string; short: (sign: string) => string }>> = {
  ja: { days: '日月火水木金土', long: (sign) => `${sign}曜日`, short: (sign) => sign },
  'zh-Hans': { days: '日一二三四五六', long: (sign) => `星期${sign}`, short: (sign) => `周${sign}` },
  'zh-Hant': { days: '日一二三四五六', long: (sign) => `星期${sign}`, short: (sign) => `週${sign}` },
  ko: { days: '일월화수목금토', long: (sign) => `${sign}요일`, short: (sign) => sign },
}

/** `weekday`: 0 Sunday to 6 Saturday, 7 Sunday again. A language that is not ours is given English. */
export function dayName(weekday: number, language: string, style: DayNameStyle): string {
  const own = signs[language]
  if (own === undefined) {
    const name = english[weekday % 7] ?? ''
    return style === 'long' ? name : name.slice(0, style === 'short' ? 3 : 1)
  }
  const sign = own.days[weekday % 7] ?? ''
  return style === 'narrow' ? sign : own[style](sign)
}

/** Of 1 January to 12 December, in English; the other languages count their months. */
export const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
