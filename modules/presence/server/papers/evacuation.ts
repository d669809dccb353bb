/** 避難確認表: a line a person with a box to tick outside, and lines for those nobody knows. */
import type { TableCell } from 'pdfmake/interfaces.js'
import type { HubRef } from '#modules/hubs/server/index.ts'
import { localName, sayIn } from './words.ts'
import type { EvacuationList, ListedPerson } from '../use-cases/take-out-list.ts'
import { renderPaper } from './pdf.ts'

const emptyLines = 5

export async function writeEvacuation(facts: {
  readonly list: EvacuationList
  readonly hub: HubRef
  readonly language: 'ja' | 'en'
  readonly takenBy: string
}): Promise<Uint8Array> {
  const { list, hub, language } = facts
  const say = sayIn(language)
  const clock = (instant: string): string =>
    Temporal.Instant.from(instant).toZonedDateTimeISO(hub.zone).toPlainTime().toString({ smallestUnit: 'minute' })
  const day = Temporal.Instant.from(list.madeAt).toZonedDateTimeISO(hub.zone).toPlainDate().toString().replaceAll('-', '/')
  const count = list.people.reduce((sum, one) => sum + one.people, 0)
  const uncounted = list.people.filter((one) => !one.isCountSure).length
  const cell = (text: string, more: object = {}): TableCell => ({ text, ...more })
  const head = (text: string): TableCell => ({ text, fillColor: '#eeeeee', bold: true, fontSize: 10 })
  // one each: the writer moves the drawing itself to its place
  const box = (): TableCell => ({ canvas: [{ type: 'rect', x: 4, y: 1, w: 13, h: 13, lineWidth: 1 }] })
  const lineOf = (since: (one: ListedPerson) => string) => (one: ListedPerson) => [
    box(),
    cell(one.name === '' ? say('now.nameless') : one.name, { bold: true }),
    cell(one.space === '' ? say('now.hall') : one.space),
    cell(say(one.isCountSure ? 'now.people' : 'now.peopleUnsure', { count: one.people })),
    cell(since(one)),
  ]
  const table = (lines: TableCell[][]) => ({
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [26, '*', 130, 62, 62],
      body: [
        [
          head(say('evacuation.safe')),
          head(say('evacuation.name')),
          head(say('evacuation.space')),
          head(say('evacuation.people')),
          head(say('evacuation.since')),
        ],
        ...lines,
      ],
    },
    layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5, paddingTop: () => 5, paddingBottom: () => 5 },
  })
  const dayAndClock = (instant: string): string => {
    const { month, day: date } = Temporal.Instant.from(instant).toZonedDateTimeISO(hub.zone)
    return `${month}/${date} ${clock(instant)}`
  }
  const mayBeIn = list.mayBeIn.reduce((sum, one) => sum + one.people, 0)
  const title = `${say('evacuation.title')}　${localName(hub.names, language)}`
  return renderPaper({
    title,
    language,
    pageOf: (page, pages) => say('evacuation.page', { page, pages, at: `${day} ${clock(list.madeAt)}` }),
    content: [
      { text: title, fontSize: 18, bold: true },
      { text: say('evacuation.madeAt', { at: `${day} ${clock(list.madeAt)}`, name: facts.takenBy }), fontSize: 10, margin: [0, 4, 0, 10] },
      { text: say('evacuation.count', { count }), fontSize: 22, bold: true },
      ...(uncounted === 0 ? [] : [{ text: say('evacuation.uncounted', { count: uncounted }), bold: true }]),
      ...(list.unknown === 0 ? [] : [{ text: say('evacuation.unknown', { count: list.unknown }), bold: true }]),
      ...(mayBeIn === 0 ? [] : [{ text: say('evacuation.mayBeIn', { count: mayBeIn }), bold: true }]),
      {
        margin: [0, 12, 0, 0],
        ...table([
          ...list.people.map(lineOf((one) => clock(one.since))),
          ...Array.from({ length: emptyLines }, () => [box(), cell(' '), cell(''), cell(''), cell('')]),
        ]),
      },
      ...(mayBeIn === 0
        ? []
        : [
            { text: say('now.mayBeHere'), fontSize: 14, bold: true, margin: [0, 18, 0, 2] as [number, number, number, number] },
            { text: say('now.mayBeHereBody'), fontSize: 10, margin: [0, 0, 0, 6] as [number, number, number, number] },
            table(list.mayBeIn.map(lineOf((one) => dayAndClock(one.since)))),
          ]),
      { text: say('evacuation.note'), fontSize: 9, margin: [0, 10, 0, 0] },
    ],
  })
}
