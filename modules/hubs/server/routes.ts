import type { Route } from '#platform/server/module.ts'
import { directoryRoutes } from './directory/routes.ts'

export const routes: readonly Route[] = [...directoryRoutes]
