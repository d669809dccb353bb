/** The pages of people, and what they add to the screens of others. */
import type { Role } from '#platform/contract/permissions.ts'
import type { Card, NavItem, Page, Part, SettingsEntry } from '#platform/web/registry.ts'
import { peoplePermissions } from '../contract/permissions.ts'
import { usePeopleTexts } from './texts.ts'

const desk: readonly Role[] = peoplePermissions['people.manage-members']
/** Who reads members at the desk; a manager reads the own people among the own pages. */
const readers: readonly Role[] = ['coordinator', 'operator', 'officer', 'admin']
const manager: readonly Role[] = ['manager']

export const pages: readonly Page[] = [
  { area: 'public', path: 'sign-in', load: () => import('./pages/sign-in.page.tsx').then((file) => file.SignInPage) },
  { area: 'public', path: 'sign-up', load: () => import('./pages/sign-up.page.tsx').then((file) => file.SignUpPage) },
  {
    area: 'public',
    path: 'forgot-password',
    load: () => import('./pages/forgot-password.page.tsx').then((file) => file.ForgotPasswordPage),
  },
  { area: 'public', path: 'reset-password', load: () => import('./pages/reset-password.page.tsx').then((file) => file.ResetPasswordPage) },
  { area: 'public', path: 'invitation', load: () => import('./pages/invitation.page.tsx').then((file) => file.InvitationPage) },
  { area: 'public', path: 'setup', load: () => import('./pages/setup.page.tsx').then((file) => file.SetupPage) },
  { area: 'public', path: 'hubs/$hubKey/terms', load: () => import('./pages/hub-terms.page.tsx').then((file) => file.HubTermsPage) },
  { area: 'public', path: 'hubs/$hubKey/join', load: () => import('./pages/join.page.tsx').then((file) => file.JoinPage) },

  { area: 'me', path: 'account', load: () => import('./pages/profile.page.tsx').then((file) => file.ProfilePage) },
  { area: 'me', path: 'account/security', load: () => import('./pages/security.page.tsx').then((file) => file.SecurityPage) },
  { area: 'me', path: 'account/consortia', load: () => import('./pages/consortia.page.tsx').then((file) => file.ConsortiaPage) },
  { area: 'me', path: 'account/records', load: () => import('./pages/records.page.tsx').then((file) => file.RecordsPage) },
  { area: 'me', path: 'people', roles: manager, load: () => import('./pages/members.page.tsx').then((file) => file.OwnPeoplePage) },
  {
    area: 'me',
    path: 'people/$memberId',
    roles: manager,
    load: () => import('./pages/member.page.tsx').then((file) => file.OwnPersonPage),
  },

  { area: 'settings', path: 'members', roles: readers, load: () => import('./pages/members.page.tsx').then((file) => file.MembersPage) },
  { area: 'settings', path: 'members/import', roles: desk, load: () => import('./pages/import.page.tsx').then((file) => file.ImportPage) },
  {
    area: 'settings',
    path: 'members/$memberId',
    roles: readers,
    load: () => import('./pages/member.page.tsx').then((file) => file.MemberPage),
  },
  {
    area: 'settings',
    path: 'invitations',
    roles: desk,
    load: () => import('./pages/invitations.page.tsx').then((file) => file.InvitationsPage),
  },
  {
    area: 'settings',
    path: 'join-requests',
    roles: desk,
    load: () => import('./pages/join-requests.page.tsx').then((file) => file.JoinRequestsPage),
  },
  {
    area: 'settings',
    path: 'organisations',
    roles: readers,
    load: () => import('./pages/organisations.page.tsx').then((file) => file.OrganisationsPage),
  },
  { area: 'settings', path: 'terms', roles: desk, load: () => import('./pages/terms.page.tsx').then((file) => file.TermsPage) },
]

export const nav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'people.members',
    order: 25,
    to: '/settings/members',
    icon: 'people',
    roles: readers,
    useLabel: () => usePeopleTexts()('members.title'),
  },
  {
    area: 'me',
    key: 'people.own',
    order: 70,
    to: '/me/people',
    icon: 'people',
    roles: manager,
    useLabel: () => usePeopleTexts()('members.ownTitle'),
  },
  { area: 'me', key: 'people.account', order: 90, to: '/me/account', icon: 'person', useLabel: () => usePeopleTexts()('account.nav') },
]

export const meCards: readonly Card[] = [
  { key: 'people.terms', order: 5, size: 'wide', load: () => import('./components/terms-card.tsx').then((file) => file.TermsCard) },
]

export const parts: readonly Part[] = [
  {
    slot: 'shell.public-foot',
    key: 'people.terms',
    order: 10,
    load: () => import('./components/terms-foot.tsx').then((file) => file.TermsFoot),
  },
  // named, not imported: people stands below hubs, whose page this is
  {
    slot: 'hubs.hub-page.book',
    key: 'people.join',
    order: 90,
    load: () => import('./components/join-link.tsx').then((file) => file.JoinLink),
  },
]

export const settings: readonly SettingsEntry[] = [
  {
    key: 'people.members',
    order: 100,
    to: '/settings/members',
    icon: 'people',
    roles: readers,
    useLabel: () => usePeopleTexts()('members.title'),
    useAbout: () => usePeopleTexts()('members.about'),
  },
  {
    key: 'people.invitations',
    order: 110,
    to: '/settings/invitations',
    icon: 'mail',
    roles: desk,
    useLabel: () => usePeopleTexts()('invitations.title'),
    useAbout: () => usePeopleTexts()('invitations.about'),
  },
  {
    key: 'people.join-requests',
    order: 120,
    to: '/settings/join-requests',
    icon: 'enter',
    roles: desk,
    useLabel: () => usePeopleTexts()('requests.title'),
    useAbout: () => usePeopleTexts()('requests.about'),
  },
  {
    key: 'people.organisations',
    order: 130,
    to: '/settings/organisations',
    icon: 'work',
    roles: readers,
    useLabel: () => usePeopleTexts()('organisations.title'),
    useAbout: () => usePeopleTexts()('organisations.about'),
  },
  {
    key: 'people.terms',
    order: 140,
    to: '/settings/terms',
    icon: 'doc',
    roles: desk,
    useLabel: () => usePeopleTexts()('terms.title'),
    useAbout: () => usePeopleTexts()('terms.about'),
  },
]
