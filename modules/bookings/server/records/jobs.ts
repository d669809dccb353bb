import type { Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { listExpiredGuests, listExpiredNames } from './repository.ts'
import { expireGuest, expireName } from './use-cases/expire-guest.ts'

export const recordsSweeps: readonly Sweep[] = [
  sweepEach({
    name: 'bookings.expireGuests',
    list: listExpiredGuests,
    idOf: (row) => row.id,
    run: (scope, row) => expireGuest(scope, row.id),
    longestMs: 10_000,
  }),
  sweepEach({
    name: 'bookings.expireNames',
    list: listExpiredNames,
    idOf: (row) => `${row.of}/${row.id}`,
    run: (scope, row) => expireName(scope, row),
    longestMs: 10_000,
  }),
]
