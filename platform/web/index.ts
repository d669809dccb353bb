/** What the platform itself adds to the screens: mails, mail server, audit log, search. */
import type { WebModule } from './registry.ts'
import { usePlatformTexts } from './shell/words.tsx'

export const platformWeb: WebModule = {
  name: 'platform',
  pages: [
    {
      area: 'settings',
      path: 'mails',
      load: () => import('./pages/mails.page.tsx').then((file) => file.MailsPage),
      roles: ['admin', 'operator'],
    },
    {
      area: 'settings',
      path: 'mail-server',
      load: () => import('./pages/mail-server.page.tsx').then((file) => file.MailServerPage),
      roles: ['admin', 'operator'],
    },
    { area: 'settings', path: 'audit', load: () => import('./pages/audit.page.tsx').then((file) => file.AuditPage), roles: ['admin'] },
  ],
  nav: [
    {
      area: 'operator',
      key: 'platform.settings',
      order: 90,
      to: '/settings',
      icon: 'settings',
      useLabel: () => usePlatformTexts()('shell.settings'),
    },
  ],
  settings: [
    {
      key: 'platform.mails',
      order: 800,
      to: '/settings/mails',
      icon: 'mail',
      useLabel: () => usePlatformTexts()('mails.title'),
      useAbout: () => usePlatformTexts()('mails.about'),
      roles: ['admin', 'operator'],
    },
    {
      key: 'platform.mail-server',
      order: 810,
      to: '/settings/mail-server',
      icon: 'settings',
      useLabel: () => usePlatformTexts()('mailServer.title'),
      useAbout: () => usePlatformTexts()('mailServer.about'),
      roles: ['admin', 'operator'],
    },
    {
      key: 'platform.audit',
      order: 820,
      to: '/settings/audit',
      icon: 'list',
      useLabel: () => usePlatformTexts()('auditLog.title'),
      useAbout: () => usePlatformTexts()('auditLog.about'),
      roles: ['admin'],
    },
  ],
  parts: [
    {
      slot: 'shell.desk-bar',
      key: 'platform.search',
      order: 10,
      load: () => import('./pages/search-button.tsx').then((file) => file.SearchButton),
    },
  ],
}
