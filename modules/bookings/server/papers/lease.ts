/** 使用許可書: which room was permitted to whom, from when until when, for how much and on which conditions. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { FeeKind, LeaseKind } from '../../contract/lease/rules.ts'
import type { PaperIssuer } from '../payment/use-cases/write-receipt-paper.ts'
import { factTable, renderPaper, when } from './pdf.ts'
import { issuerBlock, paperWords, type PaperLanguage } from './words.ts'

export interface LeasePaperFacts {
  readonly language: PaperLanguage
  readonly kind: LeaseKind
  readonly issuedOn: string
  readonly madeAt: Temporal.Instant
  readonly holder: string
  readonly isCompany: boolean
  readonly hub: LocalText
  readonly place: LocalText
  readonly startsOn: string
  readonly endsOn: string
  readonly feeKind: FeeKind
  readonly feeYen: number
  readonly purpose: string
  readonly members: readonly string[]
  readonly conditions: string
  readonly issuer: PaperIssuer
}

export async function writeLeasePermit(facts: LeasePaperFacts): Promise<Uint8Array> {
  const words = paperWords(facts.language)
  const { say, yen } = words
  const conditions = facts.conditions.split(/\r?\n/).filter((line) => line.trim() !== '')
  const title = say(`lease.paper.title.${facts.kind}`)
  return renderPaper({
    title: `${title} ${facts.holder}`,
    author: facts.issuer.name,
    language: facts.language,
    madeAt: facts.madeAt,
    pageOf: (page, pages) => say('payment.paper.page', { page, pages }),
    content: [
      { text: words.day(facts.issuedOn), alignment: 'right' },
      { text: words.to(facts.holder, facts.isCompany), fontSize: 14, margin: [0, 18, 200, 0] },
      issuerBlock(words, facts.issuer, { hasNumber: false, top: 12 }),
      {
        text: title,
        fontSize: 22,
        bold: true,
        alignment: 'center',
        margin: [0, 22, 0, 14],
        characterSpacing: facts.language === 'ja' ? 8 : 0,
      },
      { text: say('lease.paper.lead'), margin: [0, 0, 0, 8] },
      factTable([
        [say('payment.paper.facility'), words.local(facts.hub)],
        [say('lease.paper.room'), words.local(facts.place)],
        [say('lease.paper.period'), say('lease.paper.days', { from: words.day(facts.startsOn), until: words.day(facts.endsOn) })],
        [say('lease.paper.purpose'), facts.purpose === '' ? say('payment.paper.nothingSaid') : facts.purpose],
        [
          say('lease.detail.fee'),
          facts.feeKind === 'free' ? say('payment.paper.free') : say(`lease.paper.fee.${facts.feeKind}`, { yen: yen(facts.feeYen) }),
        ],
        ...(facts.members.length === 0 ? [] : [[say('lease.paper.members'), facts.members.join(say('booking.listComma'))] as const]),
      ]),
      ...when(
        conditions.length > 0,
        { text: say('payment.paper.conditions'), bold: true, margin: [0, 16, 0, 4] },
        { ol: conditions.map((line) => line.replace(/^\s*(?:\d+[.)．、]|[・‐-])\s*/u, '')), fontSize: 10 },
      ),
    ],
  })
}
