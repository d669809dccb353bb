/**
 * What does not belong to one consortium, each with its reason. Everything else carries `consortium_id` first in its keys
 * and stands behind row-level security (docs/adr/0003-the-installation-as-a-tenant.md). These lists only shrink, or grow
 * by an ADR.
 */

export const nonTenantTables: Readonly<Record<string, string>> = {
  'public.hiroba_migration': 'which migrations ran, written by the migration runner alone',
  'platform.tenant': 'the list of tenants itself: an id and a slug, the one table that foreign keys of tenants may leave towards',
  'platform.outbox': 'rows of all tenants on their way to the dispatcher; modules may insert and not read',
  'platform.rate_window': 'hashes of callers and counts, before a tenant is known',
  'hubs.holiday': 'public holidays of Japan: the same for everybody, written by migrations',
  'bookings.tax_rate': 'consumption tax by law: the same for everybody, written by migrations',
  'auth.user': 'an account is a person of the installation, with memberships in several consortia',
  'auth.session': 'sessions of accounts',
  'auth.account': 'passwords and identity providers of accounts',
  'auth.verification': 'links of sign-in that wait to be opened',
  'auth.passkey': 'passkeys of accounts',
  'auth.rateLimit': 'counts of sign-in attempts',
}

/** Small shared tables that foreign keys of a tenant may point to without its id (reference tables on Citus). */
export const sharedTables: ReadonlySet<string> = new Set(['platform.tenant'])

/** `<table> <policy>` of policies that do not ask for the tenant. Views of the directory need none here. */
export const openPolicies: Readonly<Record<string, string>> = {
  'platform.idempotency sweep': 'the sweep forgets old answers of all tenants; only for hiroba_jobs',
  'platform.share sweep': 'the sweep forgets shares of holds that are over, one column to see; only for hiroba_jobs',
  'platform.file sweep':
    'the sweeps of bytes and of old pictures see which contents are named, and which files are pictures, five columns (ADR 0013); only for hiroba_jobs',
  'platform.file_width sweep': 'and those of smaller widths; only for hiroba_jobs',
  'bookings.booking due': 'the sweep of holds sees which booking of which tenant is due, four columns; only for hiroba_jobs',
  'bookings.bill due': 'the sweep of unpaid fees sees which bill of which tenant is due, seven columns; only for hiroba_jobs',
  'bookings.loan late': 'the sweep of reminders sees which loan of which tenant is late, no name or address; only for hiroba_jobs',
  'bookings.loan named':
    'the sweep of names sees how old which loan of somebody without an account is, no name or address; only for hiroba_jobs',
  'bookings.waiting named':
    'the sweep of names sees how old which place in a line of somebody without an account is, five columns; only for hiroba_jobs',
  'bookings.closure_case planned': 'the sweep of closures sees which closure of which tenant waits, three columns; only for hiroba_jobs',
  'bookings.lease due': 'the round of leases sees which lease of which tenant is due, three columns; only for hiroba_jobs',
  'bookings.lottery due': 'the round of drawings sees which lottery of which tenant is due, five columns; only for hiroba_jobs',
  'bookings.guest expired': 'the sweep of guests sees when which guest of which tenant was last here, three columns; only for hiroba_jobs',
  'bookings.retention expired': 'and for how long each tenant keeps them, two columns; only for hiroba_jobs',
  'bookings.feed by_secret': 'the tenant of a feed is found by the hash of its secret, two columns; only for hiroba_auth',
  'bookings.reminder due': 'the round of reminders sees which booking of which tenant is due; only for hiroba_jobs',
  'bookings.use_due due': 'the round of counting sees which day of which hub is due; only for hiroba_jobs',
  'bookings.use_hub due': 'and which hubs have a day behind them that nobody has counted; only for hiroba_jobs',
  'devices.health due': 'the round of silence sees which device of which tenant is overdue, four columns; only for hiroba_jobs',
  'devices.command due': 'the round of commands sees which of which tenant is over, four columns; only for hiroba_jobs',
  'devices.reject old': 'unreadable messages go after a month, one column to see; only for hiroba_jobs',
  'presence.hub_rule due': 'the round of night closings sees which hub of which tenant is due, three columns; only for hiroba_jobs',
  'presence.opening due': 'the round of doors sees which opening of which tenant is to be looked at, four columns; only for hiroba_jobs',
  'access.lock_code due': 'the round of codes on locks sees which code of which tenant is due, three columns; only for hiroba_jobs',
  'access.visit due': 'the round that forgets the names of visitors: tenant, end and whether it was done, nothing else',
  'access.version due': 'the round that lets go of what gateways were sent: tenant and moment, nothing else',
  'access.credential due': 'the sweep of PINs sees in which tenant one is over, two columns; only for hiroba_jobs',
  'access.door_grant due': 'and in which tenant a grant is over, two columns; only for hiroba_jobs',
  'devices.event old': 'readings go after their time, two columns to see; only for hiroba_jobs',
  'devices.device connects': 'a connection names a device before a tenant is known; only for hiroba_auth',
  'devices.claim claims': 'a claim code is found by its keyed hash before a tenant is known; only for hiroba_auth',
  'devices.command waiting': 'the server sees which hub of which tenant has commands to be sent, four columns; only for hiroba_auth',
  'hubs.mutual_use partner_reads':
    'an agreement has two sides: the one it was proposed to reads it, no third one does (ADR 0015); there is nothing of either in it but the terms',
  'hubs.mutual_use partner_answers': 'and answers or ends it: nine columns, from two states to three',
  'hubs.mutual_use proposer_never_answers':
    'restrictive: takes rows away from those other policies allow; nobody says yes for the other side',
  'people.membership own': 'a person without a chosen consortium reads their own memberships, from the installation only',
  'people.organisation own': 'and the organisations of those memberships',
  'people.join_request own': 'and their own requests to join',
  'people.membership sign_in':
    'the session look-up and the functions of sign-in read memberships before a tenant is known; only for hiroba_auth',
  'people.join_request sign_in': 'the session look-up knows the tenants that hold records of a person, two columns; only for hiroba_auth',
  'people.invitation sign_in': 'the tenant of an invitation is found by the hash of its link; only for hiroba_auth',
}

/** Functions that run with the rights of their owner, who is a weak role (`hiroba_auth`) and not the owner of everything. */
export const definerFunctions: Readonly<Record<string, string>> = {
  'bookings.find_tenant_of_feed': 'the tenant of a feed, before a tenant is known',
  'access.has_used_passkey': 'whether an account has used a passkey within minutes: yes or no, of the tables of sign-in nothing else',
  'devices.claim_device': 'a device types a claim code, before a tenant is known: the code is used up, the device gets its secret',
  'devices.find_bridge_topics':
    'at a broker for all hubs a topic belongs to one: which topics bridges of other hubs have; which hub it is, is told within its tenant only',
  'devices.find_device': 'the tenant and hub of a device that shows its secret, before a tenant is known',
  'devices.find_places': 'the hubs that a server has to serve: ids only',
  'devices.find_waiting_commands': 'the hubs with commands to be sent: ids only',
  'devices.keep_months': 'makes the coming months of the ledger and lets go of those that are over; no weak role may make a table',
  'people.choose_membership': 'writes the chosen consortium into the own session, after looking that the membership is active',
  'people.create_account': 'an invitation or the first run makes an account; modules have no right on auth',
  'people.create_unproven_account': 'the same by a link that was handed over: the address stands for nobody (ADR 0012)',
  'people.delete_own_account': "the account of the person who asks, nobody else's",
  'people.find_account': 'whether a mail address has an account: its id, nothing else',
  'people.find_tenant_of_invitation': 'the tenant of a link, before a tenant is known',
  'people.is_set_up': 'whether there is any account',
  'people.set_up': 'the first administrator and consortium, once',
  'people.set_up_found': 'the same, and the keys by which the administrator is found',
  'people.rename_own_account': 'the name of the account of the person who asks, as sign-in shows it',
  'platform.rename_tenant': 'the name of the seated tenant',
}

/** Of those, the ones that run as the owner of the database: no weak role may write what they write. */
export const ownersFunctions: ReadonlySet<string> = new Set(['devices.keep_months', 'platform.rename_tenant'])

/** Schemas that are not ours: graphile-worker makes and keeps its own. */
export const foreignSchemas: ReadonlySet<string> = new Set(['graphile_worker', 'information_schema'])
