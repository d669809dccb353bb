/** The members of a consortium: who sees whom, what may be changed, files in and out, and what a person may have forgotten. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTable, writeXlsx } from '#platform/server/sheets.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as e from '../contract/endpoints.ts'
import { createMember, createOrganisation, type TestMember } from './factory.ts'
import { people } from './module.ts'

let app: TestApp
let consortiumId: string
let companyId: string
let admin: TestMember
let operator: TestMember
let manager: TestMember
let colleague: TestMember
let other: TestMember
let stranger: TestMember

beforeAll(async () => {
  app = await createTestApp({ modules: [people], clock: testClock('2026-11-22T03:00:00Z') })
  consortiumId = (await app.createTenant()).id
  companyId = await createOrganisation(app, consortiumId, '株式会社見本ソフト')
  admin = await createMember(app, {
    consortiumId,
    roles: ['admin'],
    familyName: '架空',
    givenName: '実',
    familyKana: 'カクウ',
    givenKana: 'ミノル',
  })
  operator = await createMember(app, { consortiumId, roles: ['operator'] })
  manager = await createMember(app, {
    consortiumId,
    roles: ['manager'],
    organisationId: companyId,
    familyName: '仮名',
    givenName: '三郎',
    familyKana: 'カメイ',
    givenKana: 'サブロウ',
  })
  colleague = await createMember(app, {
    consortiumId,
    organisationId: companyId,
    familyName: '例示',
    givenName: '次郎',
    familyKana: 'レイジ',
    givenKana: 'ジロウ',
    phone: '+819012345678',
  })
  other = await createMember(app, { consortiumId, familyName: '模擬', givenName: '五郎', familyKana: 'モギ', givenKana: 'ゴロウ' })
  stranger = await createMember(app, { consortiumId: (await app.createTenant()).id, roles: ['admin', 'operator'] })
})
afterAll(() => app.stop())

const as = (member: TestMember) => app.client({ cookie: member.cookie })
const reason = '本人の申し出による'

describe('the list', () => {
  test('stands in the order of the syllabary and is paged through without loss', async () => {
    const all = await as(operator)(e.listMembers, { query: {} })
    expect(all.items.map((item) => item.kana)).toEqual([
      'カクウ ミノル',
      'カメイ サブロウ',
      'ミホン ハナコ',
      'モギ ゴロウ',
      'レイジ ジロウ',
    ])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await as(operator)(e.listMembers, { query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
      expect(page.total).toBe(5)
    } while (cursor !== undefined)
    expect(seen).toEqual(all.items.map((item) => item.id))
  })
  test.each([
    ['れいじ', '例示 次郎'],
    ['ﾚｲｼﾞ', '例示 次郎'],
    ['０９０１２３４', '例示 次郎'],
    ['模擬', '模擬 五郎'],
    ['次郎', '例示 次郎'],
    ['イジ', '例示 次郎'],
    ['090-1234-5678', '例示 次郎'],
    ['+81 90 1234', '例示 次郎'],
    ['5678', '例示 次郎'],
  ])('is searched by %s', async (q, name) => {
    expect((await as(operator)(e.listMembers, { query: { q } })).items.map((item) => item.name)).toEqual([name])
  })
  test('a wildcard is a letter like any other', async () => {
    expect((await as(operator)(e.listMembers, { query: { q: '%' } })).items).toEqual([])
  })
  test('is searched by keys, which follow the names and go with them', async () => {
    const found = async (q: string) => (await as(stranger)(e.listMembers, { query: { q } })).items.map((item) => item.id)
    const rename = (body: { familyName: string; familyKana: string }) =>
      as(stranger)(e.updateMember, { params: { id: stranger.membershipId }, body: { ...body, reason } })
    expect(await found(stranger.mail.slice(0, 12))).toEqual([stranger.membershipId])
    await rename({ familyName: '試作', familyKana: 'シサク' })
    expect(await found('試作花')).toEqual([stranger.membershipId])
    expect(await found('見本')).toEqual([])
    await rename({ familyName: '見本', familyKana: 'ミホン' })
    expect(await found('ホンハ')).toEqual([stranger.membershipId])
    expect(await found('シサク')).toEqual([])
  })
  test('a manager sees the own organisation, a member nobody, another consortium nothing', async () => {
    expect((await as(manager)(e.listMembers, { query: {} })).items.map((item) => item.id)).toEqual([
      manager.membershipId,
      colleague.membershipId,
    ])
    expect(await as(manager)(e.readMember, { params: { id: colleague.membershipId } })).toMatchObject({ id: colleague.membershipId })
    await expect(as(manager)(e.readMember, { params: { id: other.membershipId } })).rejects.toMatchObject({ status: 404 })
    await expect(as(other)(e.listMembers, { query: {} })).rejects.toMatchObject({ code: 'platform.not_allowed' })
    await expect(as(stranger)(e.readMember, { params: { id: colleague.membershipId } })).rejects.toMatchObject({ status: 404 })
    expect((await as(stranger)(e.listMembers, { query: {} })).items.map((item) => item.id)).toEqual([stranger.membershipId])
    await expect(
      as(stranger)(e.changeRoles, { params: { id: colleague.membershipId }, body: { roles: ['admin'], reason } }),
    ).rejects.toMatchObject({ status: 404 })
  })
  test('the database itself shows another tenant nothing', async () => {
    for (const table of [
      'membership',
      'organisation',
      'engagement',
      'invitation',
      'join_request',
      'terms',
      'consent',
      'person',
      'forget_request',
    ]) {
      const rows = await app.program.database.transaction(
        { consortiumId: stranger.consortiumId, accountId: stranger.accountId },
        { readOnly: true },
        (transaction) =>
          transaction.prepared<{ consortium_id: string }>(
            `test_${table}`,
            `select consortium_id from people.${table} where consortium_id <> '${stranger.consortiumId}'`,
            [],
          ),
      )
      expect(rows).toEqual([])
    }
  })
})

describe('changes', () => {
  test('roles change with a reason, at once, and stand in the history', async () => {
    await expect(as(other)(e.listOrganisations, { query: {} })).rejects.toMatchObject({ code: 'platform.not_allowed' })
    await as(operator)(e.changeRoles, { params: { id: other.membershipId }, body: { roles: ['coordinator', 'member'], reason } })
    expect((await as(other)(e.listOrganisations, { query: {} })).items).toHaveLength(1)
    const history = await as(operator)(e.readMemberHistory, { params: { id: other.membershipId }, query: {} })
    expect(history.items).toMatchObject([
      { type: 'people.rolesChanged', by: '見本 花子', reason, what: { from: ['member'], to: ['member', 'coordinator'] } },
    ])
    await expect(
      as(operator)(e.changeRoles, { params: { id: other.membershipId }, body: { roles: ['member'], reason: ' ' } }),
    ).rejects.toMatchObject({ code: 'platform.invalid_input' })
  })
  test('an operator makes no administrator and cannot touch one; the last administrator stays', async () => {
    await expect(
      as(operator)(e.changeRoles, { params: { id: other.membershipId }, body: { roles: ['admin'], reason } }),
    ).rejects.toMatchObject({ code: 'people.roles_beyond_own' })
    await expect(
      as(operator)(e.changeStatus, { params: { id: admin.membershipId }, body: { status: 'ended', reason } }),
    ).rejects.toMatchObject({ code: 'people.roles_beyond_own' })
    await expect(
      as(admin)(e.changeRoles, { params: { id: admin.membershipId }, body: { roles: ['member'], reason } }),
    ).rejects.toMatchObject({ code: 'people.last_admin' })
    const second = await createMember(app, { consortiumId, roles: ['admin'] })
    const both = await Promise.allSettled(
      [admin, second].map((one) =>
        as(one)(e.changeRoles, { params: { id: one.membershipId }, body: { roles: ['admin', 'member'], reason } }),
      ),
    )
    expect(both.every((one) => one.status === 'fulfilled')).toBe(true)
    const race = await Promise.allSettled(
      [admin, second].map((one) => as(one)(e.changeRoles, { params: { id: one.membershipId }, body: { roles: ['operator'], reason } })),
    )
    expect(race.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    await app.sql(`update people.membership set roles = '{admin}' where id = any($1::uuid[])`, [[admin.membershipId, second.membershipId]])
  })
  test('suspended means out at once; ended closes the type on the last day', async () => {
    const leaver = await createMember(app, { consortiumId, roles: ['operator'] })
    await as(operator)(e.changeEngagement, {
      params: { id: leaver.membershipId },
      body: { type: 'A', origin: 'dispatched', validFrom: '2026-04-01', reason },
    })
    await as(operator)(e.changeStatus, { params: { id: leaver.membershipId }, body: { status: 'suspended', reason } })
    await expect(as(leaver)(e.listMembers, { query: {} })).rejects.toMatchObject({ code: 'platform.no_membership' })
    await as(operator)(e.changeStatus, { params: { id: leaver.membershipId }, body: { status: 'active', reason } })
    expect((await as(leaver)(e.listMembers, { query: {} })).total).toBeGreaterThan(0)
    const ended = await as(operator)(e.changeStatus, {
      params: { id: leaver.membershipId },
      body: { status: 'ended', endedOn: '2026-11-30', reason },
    })
    expect(ended).toMatchObject({
      status: 'ended',
      endedOn: '2026-11-30',
      engagements: [{ validFrom: '2026-04-01', validTo: '2026-12-01' }],
    })
    await expect(
      as(operator)(e.changeStatus, { params: { id: leaver.membershipId }, body: { status: 'suspended', reason } }),
    ).rejects.toMatchObject({ code: 'people.status_unreachable' })
    expect((await as(operator)(e.listMembers, { query: { status: ['ended'] } })).items.map((item) => item.id)).toContain(
      leaver.membershipId,
    )
  })
  test('one type a day: a later one cuts the earlier, one that reaches into a planned one is refused', async () => {
    const put = (validFrom: string, type: 'A' | 'C' | 'D', validTo?: string) =>
      as(operator)(e.changeEngagement, {
        params: { id: colleague.membershipId },
        body: { type, origin: 'relocated', validFrom, reason, ...(validTo === undefined ? {} : { validTo }) },
      })
    await put('2026-04-01', 'A')
    await put('2027-04-01', 'C')
    await expect(put('2026-10-01', 'D')).rejects.toMatchObject({ code: 'people.engagement_overlaps' })
    const detail = await put('2026-10-01', 'D', '2027-01-01')
    expect(detail.engagements.toReversed().map(({ type, validFrom, validTo }) => [type, validFrom, validTo])).toEqual([
      ['A', '2026-04-01', '2026-10-01'],
      ['D', '2026-10-01', '2027-01-01'],
      ['A', '2027-01-01', '2027-04-01'],
      ['C', '2027-04-01', null],
    ])
    expect((await as(operator)(e.listMembers, { query: { type: 'D' } })).items.map((item) => item.id)).toEqual([colleague.membershipId])
  })
  test('organisations: a name once, a check digit warned of, archived only when nobody is left', async () => {
    const added = await as(operator)(e.addOrganisation, {
      body: { kind: 'company', name: '架空商事', corporateNumber: '７０１０７０５０００７２４', invoiceNumber: 'T7010705000725' },
    })
    expect(added).toMatchObject({ corporateNumber: '7010705000724', warnings: ['corporateNumber'] })
    await expect(as(operator)(e.addOrganisation, { body: { kind: 'npo', name: '架空商事' } })).rejects.toMatchObject({
      code: 'people.organisation_taken',
    })
    await expect(as(operator)(e.updateOrganisation, { params: { id: companyId }, body: { isArchived: true } })).rejects.toMatchObject({
      code: 'people.organisation_in_use',
      params: { count: 2 },
    })
    expect(await as(operator)(e.updateOrganisation, { params: { id: added.id }, body: { isArchived: true } })).toMatchObject({
      isArchived: true,
    })
    await expect(
      as(operator)(e.updateMember, { params: { id: other.membershipId }, body: { organisationId: added.id, reason } }),
    ).rejects.toMatchObject({ code: 'people.organisation_unknown' })
    await expect(as(manager)(e.addOrganisation, { body: { kind: 'npo', name: '別の会' } })).rejects.toMatchObject({
      code: 'platform.not_allowed',
    })
    await expect(as(stranger)(e.updateOrganisation, { params: { id: companyId }, body: { name: 'x' } })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('files', () => {
  const upload = async (content: Uint8Array | string, query = '', by: TestMember = operator, language = 'ja') => {
    const response = await app.request(`/api/v1/people/members/import?${query}`, {
      method: 'POST',
      cookie: by.cookie,
      headers: { 'content-type': 'application/octet-stream', 'accept-language': language },
      body: content as never,
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const head = 'メールアドレス,姓,名,セイ,メイ,電話番号,所属組織,役割,類型,経緯,類型の開始日'
  const good = [
    'ichiro@example.jp,見本,一郎,みほん,ｲﾁﾛｳ,０９０-1111-2222,株式会社見本ソフト,利用者、登録テレワーカー,C,登録,2026/4/1',
    '"kozue@example.jp",架空,梢,カクウ,コズエ,9011112222,,,,,',
  ]
  const count = async () =>
    Number((await app.sql<{ count: string }>('select count(*) from people.membership where consortium_id = $1', [consortiumId]))[0]?.count)

  test('a dry run tells what would be; the run does it; a second run changes nothing', async () => {
    const before = await count()
    const file = [head, ...good].join('\r\n')
    expect((await upload(file)).body).toMatchObject({
      isStored: false,
      read: 2,
      added: 2,
      rows: [{ row: 2, outcome: 'added' }, { row: 3 }],
    })
    expect(await count()).toBe(before)
    expect((await upload(file, 'isDryRun=false&invites=true')).body).toMatchObject({ isStored: true, added: 2 })
    expect((await upload(file, 'isDryRun=false')).body).toMatchObject({ added: 0, changed: 0, kept: 2 })
    const [ichiro] = (await as(operator)(e.listMembers, { query: { q: 'いちろう' } })).items
    expect(ichiro).toMatchObject({
      name: '見本 一郎',
      kana: 'ミホン イチロウ',
      status: 'invited',
      organisation: { id: companyId },
      roles: ['member', 'worker'],
      engagement: { type: 'C', origin: 'registered', validFrom: '2026-04-01' },
    })
    expect(await app.sql('select from people.invitation where mail = any($1)', [['ichiro@example.jp', 'kozue@example.jp']])).toHaveLength(2)
    expect((await upload(file.replace('一郎', '壱郎'))).body).toMatchObject({ changed: 1, kept: 1, rows: [{ fields: ['givenName'] }, {}] })
  })
  test('Shift_JIS, Excel and English headings say the same', async () => {
    // 見本,姓… in Shift_JIS, as Excel in Japan saves a CSV
    const shiftJis = Uint8Array.from(
      Buffer.from('8381815b838b2c90a92c96bc0d0a736a6973406578616d706c652e6a702c8ca9967b2c89d48e710d0a', 'hex'),
    )
    expect((await upload(shiftJis)).body).toMatchObject({ added: 1, rows: [{ name: '見本 花子' }] })
    const excel = await writeXlsx([
      {
        name: 'members',
        head: ['Email', 'Family name', 'Given name', 'Roles', 'Type', 'Origin'],
        rows: [['anna@example.com', 'Smith', 'Anna', 'Member, Registered worker', 'c', 'Registered']],
      },
    ])
    expect((await upload(excel, '', operator, 'en')).body).toMatchObject({ added: 1, rows: [{ name: 'Smith Anna', outcome: 'added' }] })
  })
  test.each([
    ['an unknown organisation', [head, 'a@example.jp,見本,花,,,,ない会社,,,,'], 'rows.2.organisation'],
    ['a name in kana that is none', [head, 'a@example.jp,見本,花,見本,,,,,,,'], 'rows.2.familyKana'],
    ['a telephone number too short', [head, 'a@example.jp,見本,花,,,090-1,,,,,'], 'rows.2.phone'],
    ['no mail', [head, ',見本,花,,,,,,,,'], 'rows.2.mail'],
    ['the same mail twice', [head, 'a@example.jp,見本,花,,,,,,,,', 'A@example.jp,見本,鼻,,,,,,,,'], 'rows.3.mail'],
    ['a type without origin', [head, 'a@example.jp,見本,花,,,,,,A,,'], 'rows.2.origin'],
    ['a day that is none', [head, 'a@example.jp,見本,花,,,,,,A,雇用,2026-02-30'], 'rows.2.validFrom'],
    ['a role nobody knows', [head, 'a@example.jp,見本,花,,,,,王様,,,'], 'rows.2.roles'],
    ['the role of an administrator, by an operator', [head, 'a@example.jp,見本,花,,,,,システム管理者,,,'], 'rows.2.roles'],
    ['no given name', [head, 'a@example.jp,見本,,,,,,,,,'], 'rows.2.givenName'],
    ['no heading for the mail', ['姓,名', '見本,花'], 'rows.1'],
    ['one heading twice', ['メール,メールアドレス,姓,名', 'a@example.jp,b@example.jp,見本,花'], 'rows.1'],
    ['headings only', [head], 'rows.2'],
  ])('refuses %s, naming the place, and stores none of its rows', async (_what, lines, path) => {
    const before = await count()
    const { status, body } = await upload([...lines, ...(lines.length > 1 ? ['good@example.jp,良,子'] : [])].join('\n'), 'isDryRun=false')
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'people.import_refused' })
    expect((body['fields'] as { path: string; expected: string }[]).map((field) => field.path)).toEqual([path])
    expect(await count()).toBe(before)
  })
  test.each([
    ['nothing', ''],
    ['a cut Excel file', 'PK\u0003\u0004cut'],
    ['neither encoding', Uint8Array.from([0x81, 0xff, 0xfe, 0x00])],
    ['an open quotation mark', 'メール,姓,名\n"a@example.jp,見本,花'],
  ])('says that it cannot read %s', async (_what, content) => {
    expect(await upload(content)).toMatchObject({ status: 422, body: { code: 'people.file_unreadable' } })
  })
  test('the export is what the import reads: nothing changes; formulas are made harmless; who took it is on record', async () => {
    await createMember(app, { consortiumId, familyName: '=1+1', givenName: '式', familyKana: null, givenKana: null })
    for (const format of ['csv', 'xlsx']) {
      const response = await app.request(`/api/v1/people/members/export?format=${format}&status=active&status=invited`, {
        cookie: operator.cookie,
      })
      const content = new Uint8Array(await response.arrayBuffer())
      if (format === 'csv') expect(new TextDecoder().decode(content)).toContain(`'=1+1`)
      expect((await readTable(content))[0]).toContain('セイ')
      const { body } = await upload(content, '', admin)
      expect(body).toMatchObject({ added: 0, changed: 0 })
      expect(body['kept']).toBeGreaterThan(5)
    }
    expect(
      await app.sql(`select from platform.event where type = 'people.membersExported' and actor_account_id = $1`, [operator.accountId]),
    ).toHaveLength(2)
    expect((await app.request('/api/v1/people/members/export', { cookie: other.cookie })).status).toBe(200)
    expect((await app.request('/api/v1/people/members/import/template?format=csv', { cookie: operator.cookie })).status).toBe(200)
  })
})

describe('the person', () => {
  test('one change of the profile reaches every consortium, with a line in its history', async () => {
    const person = await createMember(app, { consortiumId })
    const elsewhere = await createMember(app, { consortiumId: (await app.createTenant()).id, person })
    await app.client({ cookie: person.cookie })(e.updateProfile, {
      body: { familyName: '髙見本', givenName: '花子', familyKana: 'たかみほん', givenKana: 'ハナコ', displayName: 'はなさん' },
    })
    const rows = await app.sql('select family_name, display_name from people.membership where id = any($1::uuid[])', [
      [person.membershipId, elsewhere.membershipId],
    ])
    expect(rows).toEqual([
      { family_name: '髙見本', display_name: 'はなさん' },
      { family_name: '髙見本', display_name: 'はなさん' },
    ])
    expect((await as(operator)(e.readMemberHistory, { params: { id: person.membershipId }, query: {} })).items).toMatchObject([
      { type: 'people.memberChanged', what: { fields: ['familyName', 'familyKana', 'displayName'] } },
    ])
    expect(await app.client({ cookie: person.cookie })(e.readMe, {})).toMatchObject({ name: 'はなさん' })
    // seated in a consortium nobody reads the account's own row
    const seen = await app.program.database.transaction({ consortiumId, accountId: person.accountId }, { readOnly: true }, (transaction) =>
      transaction.prepared('test_own_person', 'select from people.person', []),
    )
    expect(seen).toEqual([])
  })

  test('sees and takes everything that is recorded, and nobody else does', async () => {
    const person = await createMember(app, { consortiumId })
    await as(operator)(e.changeRoles, { params: { id: person.membershipId }, body: { roles: ['worker'], reason } })
    const records = await app.client({ cookie: person.cookie })(e.readMyRecords, { query: {} })
    expect(records.consortia).toMatchObject([
      {
        id: consortiumId,
        sections: [
          {
            section: 'people',
            data: { memberships: [{ mail: person.mail }], history: [{ type: 'people.rolesChanged', by: '見本 花子', reason }] },
          },
        ],
      },
    ])
    const file = await app.request('/api/v1/me/records?format=xlsx', { cookie: person.cookie })
    expect((await readTable(new Uint8Array(await file.arrayBuffer())))[1]).toEqual(['id', person.accountId])
    expect((await app.request('/api/v1/me/records')).status).toBe(401)
  })

  test('is forgotten after confirming: names go everywhere, the record of changes and types stays', async () => {
    const person = await createMember(app, { consortiumId, familyName: '忘却', givenName: '太郎' })
    await as(operator)(e.changeEngagement, {
      params: { id: person.membershipId },
      body: { type: 'C', origin: 'registered', validFrom: '2026-04-01', reason },
    })
    const client = app.client({ cookie: person.cookie })
    const asked = await client(e.askToBeForgotten, {})
    expect(asked.stays.length).toBeGreaterThan(0)
    await expect(client(e.confirmForgetting, { params: { id: asked.id }, body: { mail: 'wrong@example.jp' } })).rejects.toMatchObject({
      code: 'people.not_confirmed',
    })
    await expect(as(other)(e.confirmForgetting, { params: { id: asked.id }, body: { mail: other.mail } })).rejects.toMatchObject({
      status: 404,
    })
    await client(e.confirmForgetting, { params: { id: asked.id }, body: { mail: person.mail } })
    await expect(client(e.readMe, {})).rejects.toMatchObject({ status: 401 })
    expect(await app.sql('select from auth."user" where id = $1', [person.accountId])).toEqual([])
    const detail = await as(operator)(e.readMember, { params: { id: person.membershipId } })
    expect(detail).toMatchObject({
      name: '',
      mail: null,
      isForgotten: true,
      status: 'ended',
      engagements: [{ type: 'C', validTo: '2026-11-23' }],
    })
    expect(
      (await as(operator)(e.readMemberHistory, { params: { id: person.membershipId }, query: {} })).items.map((item) => item.type),
    ).toContain('people.engagementChanged')
    expect(await app.sql(`select from people.membership where family_name = '忘却'`)).toEqual([])
  })

  test('who gets the invoices of an organisation sees so; once forgotten, they go to its managers', async () => {
    const person = await createMember(app, { consortiumId, organisationId: companyId, familyName: '経理', givenName: '花子' })
    const keeps = await createOrganisation(app, consortiumId, '例示工業株式会社')
    const set = (id: string, billingMail: string) =>
      as(operator)(e.updateOrganisation, { params: { id }, body: { billingContact: '経理 花子', billingMail } })
    await set(companyId, person.mail)
    await set(keeps, 'keiri@reiji.example.jp')
    const client = app.client({ cookie: person.cookie })
    expect((await client(e.listMyRecords, { query: { consortiumId, section: 'people', field: 'billing' } })).items).toEqual([
      { organisation: '株式会社見本ソフト', department: null, contact: '経理 花子', mail: person.mail },
    ])
    const asked = await client(e.askToBeForgotten, {})
    await client(e.confirmForgetting, { params: { id: asked.id }, body: { mail: person.mail } })
    expect(
      await app.sql('select id, billing_contact, billing_mail from people.organisation where id = any($1) order by id', [
        [companyId, keeps],
      ]),
    ).toEqual([
      { id: companyId, billing_contact: null, billing_mail: null },
      { id: keeps, billing_contact: '経理 花子', billing_mail: 'keiri@reiji.example.jp' },
    ])
    expect(
      await app.sql(
        `select payload -> 'fields' as fields from platform.event where type = 'people.organisationEdited' and actor_account_id = $1`,
        [person.accountId],
      ),
    ).toEqual([{ fields: ['billingMail', 'billingContact'] }])
  })

  test('the only administrator of a consortium is not forgotten before another one is there', async () => {
    const alone = await createMember(app, { consortiumId: (await app.createTenant()).id, roles: ['admin'] })
    const client = app.client({ cookie: alone.cookie })
    await expect(client(e.askToBeForgotten, {})).rejects.toMatchObject({ code: 'people.last_admin' })
    await createMember(app, { consortiumId: alone.consortiumId, roles: ['admin'] })
    const { id } = await client(e.askToBeForgotten, {})
    app.clock.advance({ hours: 1 })
    await expect(client(e.confirmForgetting, { params: { id }, body: { mail: alone.mail } })).rejects.toMatchObject({
      status: 410,
      code: 'people.forget_request_gone',
    })
  })
})
