import type { HubDetail } from '../../contract/schemas.ts'

/** What a part of the hub's public page is given. */
export interface HubPageProps {
  readonly hub: HubDetail
}
