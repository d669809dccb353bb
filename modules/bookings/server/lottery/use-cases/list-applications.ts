/** Applications for the desk: on the screen and as a file. */
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv } from '#platform/server/sheets.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import type { LotteryWish } from '../../../contract/lottery/schemas.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { periodText } from '../../mails/when.ts'
import { spanOf } from '../../rules.ts'
import { listStanding, type ApplicationRow } from '../repository.ts'
import { lotOf } from './draw-lots.ts'
import { requireHubLottery } from './require-lottery.ts'

interface Query {
  readonly order: 'number' | 'place'
  readonly limit: number
  readonly cursor?: string | undefined
}

/** A lottery has some hundred applications; the page is cut after they are read in their order. */
export async function listApplications(
  scope: MemberScope,
  of: { hubId: string; lotteryId: string },
  { order, limit, cursor }: Query,
): Promise<{ rows: ApplicationRow[]; nextCursor: string | null }> {
  const lottery = await requireHubLottery(scope, of)
  const keyOf = (row: ApplicationRow): number => (order === 'place' && row.drawnPlace !== null ? row.drawnPlace : row.number)
  const after = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0
  const all = (await listStanding(scope, lottery.id)).toSorted((a, b) => keyOf(a) - keyOf(b)).filter((row) => keyOf(row) > after)
  const rows = all.slice(0, limit)
  const last = all.length > limit ? rows.at(-1) : undefined
  return { rows, nextCursor: last === undefined ? null : String(keyOf(last)) }
}

export async function exportApplications(scope: MemberScope, of: { hubId: string; lotteryId: string }): Promise<FileAnswer> {
  const lottery = await requireHubLottery(scope, of)
  const { zone } = await requireHub(scope, lottery.hubId)
  const places = await placeNames(scope, lottery.targetIds)
  const { language } = scope
  const say = sayIn(language)
  const wishText = (wish: LotteryWish | undefined): string => {
    if (wish === undefined) return ''
    const span = spanOf({ startsAt: Temporal.Instant.from(wish.startsAt), endsAt: Temporal.Instant.from(wish.endsAt) })
    return `${localName(places.get(wish.spaceId)?.names ?? { ja: '' }, language)} ${periodText(span, zone, language)}`
  }
  const isDrawn = lottery.drawnAt !== null
  const rows = await listStanding(scope, lottery.id)
  const wishColumns = Array.from({ length: lottery.mostWishes }, (_, i) => i)
  return {
    name: `lottery-${lottery.useFrom}.csv`,
    mediaType: 'text/csv',
    content: writeCsv({
      head: [
        say('lottery.file.number'),
        say('lottery.file.name'),
        say('lottery.file.mail'),
        say('lottery.file.people'),
        say('lottery.file.purpose'),
        ...wishColumns.map((i) => say('lottery.file.wish', { n: i + 1 })),
        say('lottery.file.lot'),
        say('lottery.file.place'),
        say('lottery.file.wins'),
      ],
      rows: rows.map((row) => [
        row.number,
        row.name,
        row.mail ?? '',
        row.partySize,
        row.purpose,
        ...wishColumns.map((i) => wishText(row.wishes[i])),
        isDrawn ? lotOf(lottery.seed, row.number) : '',
        row.drawnPlace ?? '',
        row.wins.map(({ wish }) => wishText(row.wishes[wish])).join(' / '),
      ]),
    }),
  }
}
