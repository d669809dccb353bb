/** Every module that adds to the screens. Nothing else knows them all. */
import type { WebModule } from '#platform/web/registry.ts'

export const webModules: readonly WebModule[] = []
