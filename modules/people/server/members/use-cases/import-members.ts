import type { Role } from '#platform/contract/permissions.ts'
import type { FieldProblem } from '#platform/contract/errors.ts'
import { failOf } from '#platform/server/errors.ts'
import type { UploadedFile } from '#platform/server/module.ts'
import { readTable, UnreadableSheet } from '#platform/server/sheets.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import {
  engagementChanged,
  memberChanged,
  memberRecorded,
  membersImported,
  organisationChanged,
  rolesChanged,
} from '../../../contract/events.ts'
import type { ImportReport } from '../../../contract/schemas.ts'
import { readMembersFile, type ReadRow } from '../../imports/members-file.ts'
import { storeInvitation } from '../../invitations/use-cases/invite-person.ts'
import { sayIn } from '../../mails/texts.ts'
import { listOpenNames } from '../../organisations/repository.ts'
import { dayOf, mayGiveRoles } from '../../rules.ts'
import { profileOf } from '../presenter.ts'
import * as repository from '../repository.ts'
import { withKeys } from '../rules.ts'
import { keepAnAdmin } from './change-roles.ts'
import { putEngagement } from './change-engagement.ts'

const fail = failOf(peopleErrors)

export interface ImportOptions {
  readonly isDryRun: boolean
  readonly invites: boolean
  readonly reason?: string | undefined
}

type ReportRow = ImportReport['rows'][number]
const invitationDays = 14

/** Whole or not at all. Whoever has an account keeps their own name: the file only says what the consortium decides. */
export async function importMembers(scope: MemberScope, file: UploadedFile, options: ImportOptions): Promise<ImportReport> {
  const table = await readTable(file.content).catch((error: unknown) => {
    if (error instanceof UnreadableSheet) return fail('people.file_unreadable')
    throw error
  })
  const mayGiveAdmin = scope.membership.roles.includes('admin')
  const read = readMembersFile(table, { organisations: await listOpenNames(scope), mayGiveAdmin }, scope.language)
  if (!('rows' in read))
    return fail('people.import_refused', { params: { count: 1 }, fields: [{ path: `rows.${read.row}`, expected: read.expected }] })

  const today = dayOf(scope.clock.now())
  const known = new Map(
    (await repository.listCurrent(scope, today, { mails: read.rows.map((row) => row.mail) })).map((row) => [row.mail, row]),
  )
  const planned = read.rows.map((row) => plan(scope, row, known.get(row.mail), today))
  const refused = planned.filter(({ report }) => report.outcome === 'refused')
  if (!options.isDryRun) {
    if (refused.length > 0)
      fail('people.import_refused', { params: { count: refused.length }, fields: refused.flatMap(({ report }) => fieldProblems(report)) })
    for (const { store } of planned) await store(options)
    const counts = countsOf(planned)
    if (counts.added + counts.changed > 0)
      scope.emit(
        membersImported,
        { added: counts.added, changed: counts.changed, kept: counts.kept },
        options.reason === undefined ? {} : { reason: options.reason },
      )
  }
  return { isStored: !options.isDryRun, ...countsOf(planned), rows: planned.map(({ report }) => report) }
}

interface Planned {
  readonly report: ReportRow
  store(options: ImportOptions): Promise<void>
}

function plan(scope: MemberScope, row: ReadRow, member: repository.MemberRow | undefined, today: string): Planned {
  const name = `${row.familyName} ${row.givenName}`.trim()
  const problems = [...row.problems]
  if (member !== undefined && row.roles !== undefined && !mayGiveRoles(scope.membership.roles, member.roles, row.roles)) {
    problems.push({ field: 'roles', value: row.roles.join(', '), expected: sayIn(scope.language)('expected.adminRole') })
  }
  const report = (outcome: ReportRow['outcome'], fields: string[]): ReportRow => ({ row: row.row, name, outcome, fields, problems })
  if (problems.length > 0)
    return {
      report: report(
        'refused',
        problems.map(({ field }) => field),
      ),
      store: async () => {},
    }
  if (member === undefined) return { report: report('added', []), store: (options) => add(scope, row, today, options) }

  const change = changeOf(row, member)
  const fields = [
    ...change.names,
    ...(change.organisationId === undefined ? [] : ['organisation']),
    ...(change.roles === undefined ? [] : ['roles']),
    ...(change.engagement === undefined ? [] : ['type']),
  ]
  if (fields.length === 0) return { report: report('kept', []), store: async () => {} }
  return { report: report('changed', fields), store: (options) => alter(scope, member, change, { today, reason: options.reason, row }) }
}

async function add(scope: MemberScope, row: ReadRow, today: string, options: ImportOptions): Promise<void> {
  const roles: readonly Role[] = row.roles ?? ['member']
  const id = await repository.insert(scope, {
    ...withKeys(namesOfRow(row)),
    mail: row.mail,
    accountId: null,
    organisationId: row.organisationId ?? null,
    roles,
    status: 'invited',
    joinedOn: null,
  })
  const reason = options.reason === undefined ? {} : { reason: options.reason }
  scope.emit(memberRecorded, { membershipId: id }, { subjectId: id, ...reason })
  if (row.engagement !== undefined) {
    const engagement = { ...row.engagement, validFrom: row.engagement.validFrom ?? today, validTo: null }
    await putEngagement(scope, id, engagement)
    scope.emit(engagementChanged, { membershipId: id, ...engagement }, { subjectId: id, ...reason })
  }
  if (options.invites) {
    await storeInvitation(scope, {
      mail: row.mail,
      familyName: row.familyName,
      givenName: row.givenName,
      roles,
      organisationId: row.organisationId ?? null,
      membershipId: id,
      language: row.language ?? 'ja',
      message: null,
      validDays: invitationDays,
      createdBy: scope.actor.accountId,
    })
  }
}

interface Change {
  readonly names: string[]
  readonly organisationId: string | null | undefined
  readonly roles: readonly Role[] | undefined
  readonly engagement: ReadRow['engagement']
}

function changeOf(row: ReadRow, member: repository.MemberRow): Change {
  const old = profileOf(member)
  const names =
    member.account_id === null
      ? Object.entries(namesOfRow(row, old))
          .filter(([field, value]) => value !== old[field as keyof typeof old])
          .map(([field]) => field)
      : []
  const isSameType =
    row.engagement !== undefined && row.engagement.type === member.engagement_type && row.engagement.origin === member.engagement_origin
  return {
    names,
    organisationId: row.organisationId === undefined || row.organisationId === member.organisation_id ? undefined : row.organisationId,
    roles: row.roles === undefined || row.roles.join() === member.roles.join() ? undefined : row.roles,
    engagement: isSameType && (row.engagement?.validFrom ?? member.engagement_from) === member.engagement_from ? undefined : row.engagement,
  }
}

async function alter(
  scope: MemberScope,
  member: repository.MemberRow,
  change: Change,
  given: { today: string; reason: string | undefined; row: ReadRow },
): Promise<void> {
  const about = { subjectId: member.id, ...(given.reason === undefined ? {} : { reason: given.reason }) }
  if (change.names.length > 0) {
    await repository.update(scope, member.id, withKeys(namesOfRow(given.row, profileOf(member))))
    scope.emit(memberChanged, { membershipId: member.id, fields: change.names }, about)
  }
  if (change.organisationId !== undefined) {
    await repository.update(scope, member.id, { organisationId: change.organisationId })
    scope.emit(organisationChanged, { membershipId: member.id, from: member.organisation_id, to: change.organisationId }, about)
  }
  if (change.roles !== undefined) {
    if (!change.roles.includes('admin')) await keepAnAdmin(scope, member)
    await repository.update(scope, member.id, { roles: [...change.roles] })
    scope.emit(rolesChanged, { membershipId: member.id, from: member.roles, to: [...change.roles] }, about)
  }
  if (change.engagement !== undefined) {
    const engagement = { ...change.engagement, validFrom: change.engagement.validFrom ?? given.today, validTo: null }
    await putEngagement(scope, member.id, engagement)
    scope.emit(engagementChanged, { membershipId: member.id, ...engagement }, about)
  }
}

/** What the file does not speak of stays as it was. */
function namesOfRow(row: ReadRow, old?: ReturnType<typeof profileOf>) {
  const or = <T>(given: T | undefined, before: T | undefined, none: T): T => (given === undefined ? (before ?? none) : given)
  return {
    familyName: row.familyName,
    givenName: row.givenName,
    familyKana: or(row.familyKana, old?.familyKana, null),
    givenKana: or(row.givenKana, old?.givenKana, null),
    latinName: or(row.latinName, old?.latinName, null),
    displayName: or(row.displayName, old?.displayName, null),
    phone: or(row.phone, old?.phone, null),
    language: or(row.language, old?.language, 'ja'),
  }
}

function countsOf(planned: readonly Planned[]) {
  const of = (outcome: ReportRow['outcome']) => planned.filter(({ report }) => report.outcome === outcome).length
  return { read: planned.length, added: of('added'), changed: of('changed'), kept: of('kept') }
}

function fieldProblems(report: ReportRow): FieldProblem[] {
  return report.problems.map(({ field, expected }) => ({ path: `rows.${report.row}.${field}`, expected }))
}
