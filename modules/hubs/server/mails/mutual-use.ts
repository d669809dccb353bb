/** What the other side did with an agreement, to those who may answer it. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findMembersWithRole } from '#modules/people/server/index.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import { lastDayOf } from '../../contract/mutual-use/rules.ts'
import { listPartners } from '../mutual-use/repository.ts'
import { sidesOf, type MutualUseRow } from '../mutual-use/rules.ts'
import type { MutualUseTurn } from '../mutual-use/use-cases/tell-partner.ts'
import { sayIn } from './texts.ts'

/** More than a consortium has. */
const mostAdministrators = 50

export async function mailPartner(scope: Scope, row: MutualUseRow, turn: MutualUseTurn): Promise<void> {
  const { partnerId } = sidesOf(row, scope.consortiumId)
  const [partner] = await listPartners(scope, [partnerId])
  const seen = new Set<string>()
  for (const member of await findMembersWithRole(scope, 'admin', mostAdministrators)) {
    if (member.mail === null || seen.has(member.mail)) continue
    seen.add(member.mail)
    const language = member.language === 'ja' ? 'ja' : 'en'
    const say = sayIn(language)
    const name = nameIn(partner?.names ?? { ja: '' }, language)
    const word = turn === 'proposed' ? row.message : turn === 'ended' ? row.endReason : turn === 'withdrawn' ? '' : row.answer
    await postMail(scope, {
      cause: `hubs.mutualUse:${row.id}:${turn}:${member.id}`,
      to: { name: member.name, address: member.mail },
      language,
      subject: say(`mutualUseMail.${turn}.subject`, { partner: name }),
      text: [
        say('mutualUseMail.greeting', { name: member.name }),
        '',
        say(`mutualUseMail.${turn}.lead`, { partner: name, lastOn: dayText(lastDayOf(row) ?? row.fromOn, language) }),
        '',
        say('mutualUseMail.days', {
          from: dayText(row.fromOn, language),
          until: row.untilOn === null ? say('mutualUseMail.open') : dayText(row.untilOn, language),
        }),
        say('mutualUseMail.who', { who: say(`mutualUse.who.${row.who}`) }),
        say('mutualUseMail.price', { price: say(`mutualUse.price.${row.priceClass}`) }),
        ...(row.mostPerMonth === null ? [] : [say('mutualUseMail.most', { count: row.mostPerMonth })]),
        ...(word === '' ? [] : ['', say('mutualUseMail.word', { partner: name }), word]),
        '',
        say(turn === 'proposed' ? 'mutualUseMail.answerLink' : 'mutualUseMail.link'),
        `${scope.publicUrl}/settings/mutual-use/${row.id}`,
      ].join('\n'),
    })
  }
}

const nameIn = (names: LocalText, language: 'ja' | 'en'): string => names[language] ?? names.ja

function dayText(day: string, language: 'ja' | 'en'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}
