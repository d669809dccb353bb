/** What the screens of doors ask for and do. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { findPeople } from '#modules/bookings/contract/desk/endpoints.ts'
import { useMyHubs } from '#modules/bookings/web/index.ts'
import { listDeviceCommands, listDevices } from '#modules/devices/contract/endpoints.ts'
import { getOwnHub } from '#modules/hubs/contract/endpoints.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { urlOf } from '#platform/contract/client.ts'
import { call, keyOf, newKey, queryClient, reading } from '#platform/web/client.ts'
import { defaultZone } from '#platform/web/format.ts'
import {
  addCard,
  addDoor,
  addMyPhone,
  changeDoor,
  explainDoor,
  getDoorPage,
  getDoorSheet,
  getMyOpening,
  getPass,
  getPassOpening,
  inviteVisitor,
  issuePin,
  listCredentials,
  listDoors,
  listEntrants,
  listLockCodes,
  listMyCredentials,
  listMyDoors,
  listMyPassages,
  listPassages,
  listShownCards,
  listVisits,
  loseMyCredential,
  markCredential,
  moveVisit,
  openByPass,
  openDoor,
  openMyDoor,
  renewMyPin,
  replaceCredential,
  retireDoor,
  setDoorMode,
  setDoorRules,
  withdrawVisit,
} from '../contract/endpoints.ts'
import type { ListEntrantsQuery } from '../contract/grant/schemas.ts'
import type { CredentialKind, CredentialStatus } from '../contract/schemas.ts'
import type { ListPassagesQuery } from '../contract/passage/schemas.ts'

const minute = 60_000
const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['access'] })

// ---- the desk

export const doorsQuery = (hubId: string) => reading(listDoors, { params: { hubId } }, { againEveryMs: minute })
/** A PDF. */
export const doorSheetUrl = (hubId: string, doorId: string): string => urlOf(getDoorSheet, { hubId, doorId })
export const lockCodesQuery = (hubId: string) => reading(listLockCodes, { params: { hubId } }, { againEveryMs: minute })
export const hubSpacesQuery = (hubId: string) => reading(getOwnHub, { params: { hubId } }, { staleMs: 5 * minute })
export const hubDevicesQuery = (hubId: string) => reading(listDevices, { params: { hubId } }, { againEveryMs: minute })
export const explanationQuery = (hubId: string, doorId: string, accountId: string) =>
  reading(explainDoor, { params: { hubId, doorId }, query: { accountId } }, { isOn: accountId !== '', againEveryMs: minute })
export const membersQuery = (hubId: string, q: string) =>
  reading(findPeople, { params: { hubId }, query: { q } }, { isOn: q !== '', staleMs: minute, keepsPrevious: true })

export type PassageFilters = Partial<Pick<ListPassagesQuery, 'from' | 'to' | 'doorId' | 'accountId' | 'result' | 'reason'>>
export const passagesQuery = (hubId: string, filters: PassageFilters, limit: number) =>
  reading(listPassages, { params: { hubId }, query: { ...filters, limit } }, { keepsPrevious: true })
export function usePassages(hubId: string, filters: PassageFilters) {
  return useInfiniteQuery({
    queryKey: [...keyOf(listPassages), 'pages', hubId, filters],
    queryFn: ({ pageParam }) =>
      call(listPassages, { params: { hubId }, query: { ...filters, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
}

export type EntrantFilters = Partial<Pick<ListEntrantsQuery, 'doorId' | 'from' | 'source' | 'q'>>
export function useEntrants(hubId: string, filters: EntrantFilters) {
  return useInfiniteQuery({
    queryKey: [...keyOf(listEntrants), 'pages', hubId, filters],
    queryFn: ({ pageParam }) =>
      call(listEntrants, { params: { hubId }, query: { ...filters, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    // who may enter changes with the clock
    refetchInterval: filters.from === undefined ? minute : false,
    placeholderData: (before) => before,
  })
}

export interface CredentialFilters {
  readonly accountId?: string
  readonly kind?: CredentialKind
  readonly status?: CredentialStatus
}
export function useCredentials(hubId: string, filters: CredentialFilters) {
  return useInfiniteQuery({
    queryKey: [...keyOf(listCredentials), 'pages', hubId, filters],
    queryFn: ({ pageParam }) =>
      call(listCredentials, { params: { hubId }, query: { ...filters, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
}
/** Somebody holds a card against a reader and looks at the screen. */
export const shownCardsQuery = (hubId: string, isOn: boolean) =>
  reading(listShownCards, { params: { hubId } }, { isOn, againEveryMs: 2_000, staleMs: 0 })

export const useAddDoor = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof addDoor>) => call(addDoor, { params: { hubId }, body, idempotencyKey: newKey() }),
    onSettled: refresh,
  })
export const useChangeDoor = (hubId: string, doorId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof changeDoor>) => call(changeDoor, { params: { hubId, doorId }, body }),
    onSettled: refresh,
  })
export const useRetireDoor = (hubId: string, doorId: string) =>
  useMutation({ mutationFn: (reason: string) => call(retireDoor, { params: { hubId, doorId }, body: { reason } }), onSettled: refresh })
export const useSetRules = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof setDoorRules>) => call(setDoorRules, { params: { hubId }, body }),
    onSettled: refresh,
  })
export const useSetMode = (hubId: string) =>
  useMutation({
    mutationFn: (body: Omit<BodyIn<typeof setDoorMode>, 'isConfirmed'>) =>
      call(setDoorMode, { params: { hubId }, body: { ...body, isConfirmed: true } }),
    onSettled: refresh,
  })
/** A lock answers within a second; one behind a slow line, or asleep, within some. The wish itself is over after 20 s. */
const deskPatienceMs = 25_000
const deskAgainMs = 700
/** Opens from afar and waits for what became of it. */
export const useOpenDoor = (hubId: string, door: { readonly id: string; readonly lockDeviceId: string | null }) =>
  useMutation({
    mutationFn: async (reason: string) => {
      const began = Date.now()
      const { commandId } = await call(openDoor, { params: { hubId, doorId: door.id }, body: { reason } })
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, deskAgainMs))
        const { items } = await call(listDeviceCommands, { params: { deviceId: door.lockDeviceId ?? '' }, query: { limit: 20 } })
        const command = items.find((each) => each.id === commandId)
        if (command !== undefined && command.state !== 'pending' && command.state !== 'sent')
          return { state: command.state, detail: command.detail }
        if (Date.now() - began > deskPatienceMs) return { state: 'expired', detail: null }
      }
    },
    onSettled: refresh,
  })
export const useAddCard = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof addCard>) => call(addCard, { params: { hubId }, body, idempotencyKey: newKey() }),
    onSettled: refresh,
  })
export const useIssuePin = (hubId: string) =>
  useMutation({ mutationFn: (body: BodyIn<typeof issuePin>) => call(issuePin, { params: { hubId }, body }), onSettled: refresh })
export const useMarkCredential = (hubId: string, credentialId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof markCredential>) => call(markCredential, { params: { hubId, credentialId }, body }),
    onSettled: refresh,
  })
export const useReplaceCredential = (hubId: string, credentialId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof replaceCredential>) =>
      call(replaceCredential, { params: { hubId, credentialId }, body, idempotencyKey: newKey() }),
    onSettled: refresh,
  })

// ---- visitors

export const visitsQuery = () => reading(listVisits, { query: { limit: 100 } })
export const useInvite = () =>
  useMutation({
    mutationFn: (body: BodyIn<typeof inviteVisitor>) => call(inviteVisitor, { body, idempotencyKey: newKey() }),
    onSettled: refresh,
  })
export const useMoveVisit = (visitId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof moveVisit>) => call(moveVisit, { params: { visitId }, body }),
    onSettled: refresh,
  })
export const useWithdrawVisit = () =>
  useMutation({
    mutationFn: ({ visitId, reason }: { visitId: string; reason: string }) =>
      call(withdrawVisit, { params: { visitId }, body: reason === '' ? {} : { reason } }),
    onSettled: refresh,
  })

// ---- a person's own

/** The time zone of a hub that this person uses; of the first, where none is named. */
export function useZones(): (hubId?: string) => string {
  const { hubs = [], partners } = useMyHubs()
  return (hubId) => (hubs.find((hub) => hub.id === hubId) ?? partners.find((hub) => hub.id === hubId) ?? hubs[0])?.zone ?? defaultZone
}

/** What a door would say changes with the clock. */
export const myDoorsQuery = (isOn: boolean) => reading(listMyDoors, {}, { isOn, againEveryMs: 30_000 })
export const myCredentialsQuery = () => reading(listMyCredentials, {})
export const myPassagesQuery = (limit: number) => reading(listMyPassages, { query: { limit } })
export const useRenewPin = () => useMutation({ mutationFn: (hubId: string) => call(renewMyPin, { body: { hubId } }), onSettled: refresh })
export const useLoseOwn = () =>
  useMutation({
    mutationFn: (credentialId: string) => call(loseMyCredential, { params: { credentialId }, body: {} }),
    onSettled: refresh,
  })
export const useAddPhone = () =>
  useMutation({ mutationFn: (body: BodyIn<typeof addMyPhone>) => call(addMyPhone, { body }), onSettled: refresh })

// ---- at the door, with a telephone

export interface PassLink {
  readonly hubKey: string
  /** Of a booking or a visit. */
  readonly passId: string
  readonly link: string
}
export const doorPageQuery = (hubKey: string, doorId: string) => reading(getDoorPage, { params: { hubKey, doorId } })
export const passQuery = ({ hubKey, passId, link }: PassLink) => ({
  ...reading(getPass, { params: { hubKey, passId }, link }, { isOn: link !== '', againEveryMs: 30_000 }),
})

const answerAgainMs = 400
/** A lock answers within a second, an edge behind a slow line within some. */
const patienceMs = 20_000

/** Asks the door and waits for its own word. */
export async function askDoor(doorId: string, secret: string, by: PassLink | undefined) {
  const began = Date.now()
  const body = { secret }
  let now =
    by === undefined
      ? await call(openMyDoor, { params: { doorId }, body })
      : await call(openByPass, { params: { hubKey: by.hubKey, passId: by.passId, doorId }, body, link: by.link })
  while ((now.status === 'pending' || now.status === 'sent') && Date.now() - began < patienceMs) {
    await new Promise((resolve) => setTimeout(resolve, answerAgainMs))
    const { commandId } = now
    now =
      by === undefined
        ? await call(getMyOpening, { params: { commandId } })
        : await call(getPassOpening, { params: { hubKey: by.hubKey, passId: by.passId, commandId }, link: by.link })
  }
  return now
}
export const useAskDoor = () =>
  useMutation({
    mutationFn: ({ doorId, secret, by }: { doorId: string; secret: string; by: PassLink | undefined }) => askDoor(doorId, secret, by),
  })
