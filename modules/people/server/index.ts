/** The face of people: what other modules, the command line and the demo ask. */
export { createDemoPeople, demoPassword } from './own/use-cases/create-demo-people.ts'
export { findMembersByText, type FoundMember } from './members/use-cases/find-by-text.ts'
export { findMember } from './members/use-cases/find-member.ts'
export { makeAdminLink } from './own/use-cases/make-admin-link.ts'
export { nameOfConsortium } from './mails/layout.ts'
export { namesOf } from './members/use-cases/names-of.ts'
export { ensureOrganisations } from './organisations/use-cases/ensure-organisations.ts'
export { readSetup, setupCode } from './own/use-cases/set-up.ts'
