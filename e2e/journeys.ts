/** What a file of journeys begins with: the product, and visits that end with the test that made them. */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openProduct, type Product, type Visit, type VisitOptions } from './product.ts'

export interface Journeys {
  /** Stands from the first test on. */
  readonly product: Product
  /** By a stranger, or by somebody of the demonstration who is signed in: `visit('operator')`, or an address in full. */
  visit(name?: string, options?: VisitOptions): Promise<Visit>
}

/** Names are of the addresses at `domain`; `usual` holds for every visit but those by telephone. */
export function journeys(domain: string, usual: VisitOptions = {}): Journeys {
  const product = {} as Product
  const visits: Visit[] = []
  beforeAll(async () => {
    Object.assign(product, await openProduct())
  })
  afterEach(async (context) => {
    for (const visit of visits.splice(0)) await visit.close(context)
  })
  afterAll(() => product.stop())
  return {
    product,
    async visit(name, options = {}) {
      const visit = await product.visit({
        ...(options.isPhone === true ? {} : usual),
        ...options,
        ...(name === undefined ? {} : { cookie: await product.cookieOf(name.includes('@') ? name : `${name}@${domain}`) }),
      })
      visits.push(visit)
      return visit
    },
  }
}
