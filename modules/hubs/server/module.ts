import { defineModule } from '#platform/server/module.ts'
import { hubsErrors } from '../contract/errors.ts'
import { hubsEvents } from '../contract/events.ts'
import { hubsPermissions } from '../contract/permissions.ts'
import { en } from '../locales/en.ts'
import { ja } from '../locales/ja.ts'
import { ko } from '../locales/ko.ts'
import { zhHans } from '../locales/zh-hans.ts'
import { zhHant } from '../locales/zh-hant.ts'
import { findTenantOfAddress } from './directory/use-cases/find-tenant-of-address.ts'
import { searchHubs } from './hub/use-cases/search-hubs.ts'
import { mutualUseJobs } from './mutual-use/jobs.ts'
import { findPage } from './pages/find-page.ts'
import { hubPage } from './pages/hub-page.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export const hubs = defineModule({
  name: 'hubs',
  dependsOn: ['people'],
  routes,
  jobs: mutualUseJobs,
  reactions,
  events: hubsEvents,
  errors: hubsErrors,
  permissions: hubsPermissions,
  constraints: {
    hub_slug_unique: 'hubs.slug_taken',
    space_slug_unique: 'hubs.slug_taken',
    space_not_own_parent: 'hubs.space_under_itself',
    mutual_use_one_at_a_time: 'hubs.mutual_use_overlaps',
    mutual_use_order: 'hubs.end_before_start',
    closure_order: 'hubs.end_before_start',
    opening_rule_minutes: 'hubs.end_before_start',
    opening_rule_validity: 'hubs.end_before_start',
    opening_exception_minutes: 'hubs.end_before_start',
  },
  texts: { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko },
  search: searchHubs,
  findTenantOfAddress,
  publicPages: [findPage, hubPage],
})
