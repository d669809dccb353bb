/** What a country around it costs a hub: the same days of the same hubs, drawn by turns from a small and a large database. */
import { drawByTurns, startCountry } from './country-server.ts'
import { median, type Measurement } from './measure.ts'

/** Of each of the 14 hubs. */
const days = 20

let drawn = ''

export const measurements: readonly Measurement[] = [
  {
    name: 'bookings.growth_ratio',
    unit: 'x',
    goal: '1.5',
    // minutes of loading: measured only by its name (see main.ts)
    isLong: true,
    limitedBy: 'how many levels an index has, and whether its pages are in memory: nothing reads what other hubs have',
    spent: () => drawn,
    async run({ runs }) {
      const servers = await startCountry((line) => process.stderr.write(`  ${line}\n`))
      try {
        const figures: number[] = []
        for (let run = 0; run < runs; run++) {
          const took = await drawByTurns(servers, days)
          const [small, country] = [median(took.small), median(took.country)]
          drawn = `not counted; day grid p50 ${small.toFixed(2)} ms with ${servers.small.hubs} hubs and ${servers.small.bookings} bookings, ${country.toFixed(2)} ms with ${servers.country.hubs} and ${servers.country.bookings}`
          figures.push(country / small)
        }
        return figures
      } finally {
        await servers.stop()
      }
    },
  },
]
