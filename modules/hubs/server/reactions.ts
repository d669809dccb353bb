import { consortiumFounded } from '#modules/people/contract/events.ts'
import { reaction } from '#platform/server/module.ts'
import { foundConsortium } from './consortium/use-cases/keep-consortium.ts'

export const reactions = [
  reaction(consortiumFounded, 'foundConsortium', (scope, { payload }) => foundConsortium(scope, payload.municipality)),
]
