import { defineModule } from '#platform/server/module.ts'
import { devicesErrors } from '../contract/errors.ts'
import { devicesEvents } from '../contract/events.ts'
import { devicesPermissions } from '../contract/permissions.ts'
import { en } from '../locales/en.ts'
import { ja } from '../locales/ja.ts'
import { ko } from '../locales/ko.ts'
import { zhHans } from '../locales/zh-hans.ts'
import { zhHant } from '../locales/zh-hant.ts'
import { jobs, sweeps } from './jobs.ts'
import { routes } from './routes.ts'

export const devices = defineModule({
  name: 'devices',
  dependsOn: ['people', 'hubs'],
  routes,
  jobs,
  sweeps,
  events: devicesEvents,
  errors: devicesErrors,
  permissions: devicesPermissions,
  constraints: { device_one_edge: 'devices.one_edge_a_hub' },
  texts: { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko },
})
