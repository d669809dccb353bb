/** 利用許可書: what was permitted to whom, when and on which conditions. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { PaperIssuer } from '../payment/use-cases/write-receipt-paper.ts'
import { factTable, renderPaper, when } from './pdf.ts'
import { issuerBlock, paperWords, type PaperLanguage } from './words.ts'

export interface PermitFacts {
  readonly language: PaperLanguage
  /** `利-` and the like, as the hub has decided. */
  readonly prefix: string
  readonly fiscalYear: number
  readonly number: number
  readonly issuedOn: string
  readonly madeAt: Temporal.Instant
  readonly holder: string
  readonly isOrganisation: boolean
  readonly hub: LocalText
  readonly place: LocalText
  readonly units: readonly string[]
  readonly startsAt: string
  readonly endsAt: string
  readonly zone: string
  readonly partySize: number
  readonly purpose: string
  readonly listYen: number
  readonly feeYen: number
  readonly reduction: LocalText | undefined
  readonly balanceYen: number
  readonly conditions: string
  readonly issuer: PaperIssuer
}

export async function writePermit(facts: PermitFacts): Promise<Uint8Array> {
  const words = paperWords(facts.language)
  const { say, yen } = words
  const conditions = facts.conditions.split(/\r?\n/).filter((line) => line.trim() !== '')
  const number = say('payment.paper.permitNumber', { prefix: facts.prefix, year: facts.fiscalYear, number: facts.number })
  const place =
    facts.units.length === 0
      ? words.local(facts.place)
      : say('payment.paper.placeWithUnits', { place: words.local(facts.place), units: facts.units.join(say('booking.listComma')) })
  const fee =
    facts.feeYen === 0 && facts.listYen === 0
      ? say('payment.paper.free')
      : facts.listYen === facts.feeYen
        ? yen(facts.feeYen)
        : say('payment.paper.feeReduced', {
            list: yen(facts.listYen),
            reduction: yen(facts.listYen - facts.feeYen),
            fee: yen(facts.feeYen),
          })
  return renderPaper({
    title: `${say('payment.paper.permit')} ${number}`,
    author: facts.issuer.name,
    language: facts.language,
    madeAt: facts.madeAt,
    pageOf: (page, pages) => say('payment.paper.page', { page, pages }),
    content: [
      { text: number, alignment: 'right' },
      { text: words.day(facts.issuedOn), alignment: 'right' },
      { text: words.to(facts.holder, facts.isOrganisation), fontSize: 14, margin: [0, 18, 200, 0] },
      issuerBlock(words, facts.issuer, { hasNumber: false, top: 12 }),
      {
        text: say('payment.paper.permit'),
        fontSize: 22,
        bold: true,
        alignment: 'center',
        margin: [0, 22, 0, 14],
        characterSpacing: facts.language === 'ja' ? 8 : 0,
      },
      { text: say('payment.paper.permitLead'), margin: [0, 0, 0, 8] },
      factTable([
        [say('payment.paper.facility'), words.local(facts.hub)],
        [say('payment.paper.place'), place],
        [say('payment.paper.when'), words.period(facts.startsAt, facts.endsAt, facts.zone)],
        [say('payment.paper.purpose'), facts.purpose === '' ? say('payment.paper.nothingSaid') : facts.purpose],
        [say('payment.paper.people'), say('payment.paper.peopleCount', { count: facts.partySize })],
        [say('payment.paper.fee'), fee],
        ...(facts.reduction === undefined ? [] : [[say('payment.paper.reduction'), words.local(facts.reduction)] as const]),
        ...(facts.feeYen === 0
          ? []
          : [
              [
                say('payment.paper.paid'),
                facts.balanceYen <= 0 ? say('payment.paper.isPaid') : say('payment.paper.isOpen', { yen: yen(facts.balanceYen) }),
              ] as const,
            ]),
      ]),
      ...when(
        conditions.length > 0,
        { text: say('payment.paper.conditions'), bold: true, margin: [0, 16, 0, 4] },
        { ol: conditions.map((line) => line.replace(/^\s*(?:\d+[.)．、]|[・‐-])\s*/u, '')), fontSize: 10 },
      ),
      { text: say('payment.paper.permitFoot'), fontSize: 9.5, margin: [0, 16, 0, 0] },
    ],
  })
}
