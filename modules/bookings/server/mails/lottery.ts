/** What somebody who applied to a lottery must know: that it has arrived, and how it ended. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import type { LotteryWish } from '../../contract/lottery/schemas.ts'
import { findApplication, findLottery } from '../lottery/repository.ts'
import type { MailApplicationPayload } from '../lottery/use-cases/tell-applicants.ts'
import { spanOf } from '../rules.ts'
import { letterHtml, letterText, type OfficeLetter } from './office-letter.ts'
import { localName, sayIn } from './texts.ts'
import { instantText, periodText } from './when.ts'

export async function mailApplication(scope: Scope, { applicationId, tiding, reason }: MailApplicationPayload): Promise<void> {
  const row = await findApplication(scope, applicationId)
  const lottery = row === undefined ? undefined : await findLottery(scope, row.lotteryId)
  if (row === undefined || lottery === undefined || row.mail === null) return
  const { language } = row
  const say = sayIn(language)
  const hub = await requireHub(scope, lottery.hubId)
  const places = await placeNames(scope, lottery.targetIds)
  const wishText = (wish: LotteryWish): string => {
    const span = spanOf({ startsAt: Temporal.Instant.from(wish.startsAt), endsAt: Temporal.Instant.from(wish.endsAt) })
    return `${localName(places.get(wish.spaceId)?.names ?? { ja: '' }, language)} ${periodText(span, hub.zone, language)}`
  }
  const won = row.wins.flatMap(({ wish }) => row.wishes[wish] ?? [])
  const isBefore = tiding === 'applied' || tiding === 'changed'
  const name = localName(lottery.names, language)
  const letter: OfficeLetter = {
    greeting: say('guestMail.greeting', { name: row.name }),
    lead: say(`guestMail.lottery.${tiding}.lead`),
    facts: [
      [say('guestMail.lottery.name'), name],
      [say('guestMail.lottery.number'), String(row.number)],
      ...(isBefore ? row.wishes : tiding === 'won' ? won : []).map(
        (wish, i) => [say(isBefore ? 'guestMail.lottery.wish' : 'guestMail.lottery.given', { n: i + 1 }), wishText(wish)] as const,
      ),
      ...(isBefore ? [[say('guestMail.lottery.draws'), instantText(lottery.drawsAt.epochMilliseconds, hub.zone, language)] as const] : []),
      ...(row.drawnPlace === null || isBefore ? [] : [[say('guestMail.lottery.place'), String(row.drawnPlace)] as const]),
      ...(reason === undefined ? [] : [[say('guestMail.reason'), reason] as const]),
    ],
    link:
      tiding === 'withdrawn' ? undefined : { url: `${scope.publicUrl}/me/lotteries/${lottery.id}`, words: say('guestMail.lottery.look') },
    closing: tiding === 'lost' ? say('guestMail.lottery.firstCome') : undefined,
  }
  await postMail(scope, {
    cause: `bookings.lottery.${tiding}:${row.id}:${row.version}`,
    to: { name: row.name, address: row.mail },
    language,
    subject: say(`guestMail.lottery.${tiding}.subject`, { hub: localName(hub.names, language), name }),
    text: letterText(letter),
    html: letterHtml(letter, language),
  })
}
