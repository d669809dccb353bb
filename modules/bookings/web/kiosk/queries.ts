/** Tablets: what the settings and the desk ask, and what a tablet itself may ask by its code. */
import { useMutation } from '@tanstack/react-query'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading } from '#platform/web/client.ts'
import { checkInByCode } from '../../contract/check-in/endpoints.ts'
import {
  addKiosk,
  answerKioskCall,
  callDesk,
  checkInAtKiosk,
  findAtKiosk,
  getKioskBoard,
  listKioskCalls,
  listKiosks,
  revokeKiosk,
  walkInAtKiosk,
} from '../../contract/kiosk/endpoints.ts'

export const kiosksQuery = (hubId: string) => reading(listKiosks, { params: { hubId } })
export const callsQuery = (hubId: string) => reading(listKioskCalls, { params: { hubId } })

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })

export const useAddKiosk = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof addKiosk>) => call(addKiosk, { params: { hubId }, body, idempotencyKey: newKey() }),
    onSuccess: refresh,
  })
export const useRevokeKiosk = (hubId: string) =>
  useMutation({ mutationFn: (kioskId: string) => call(revokeKiosk, { params: { hubId, kioskId } }), onSuccess: refresh })
export const useAnswerCall = (hubId: string) =>
  useMutation({ mutationFn: (kioskCallId: string) => call(answerKioskCall, { params: { hubId, kioskCallId } }), onSettled: refresh })

// ---- on the tablet

export const boardQuery = (hubKey: string, link: string | undefined) =>
  reading(getKioskBoard, { params: { hubKey }, link: link ?? '' }, { isOn: link !== undefined, againEveryMs: 60_000 })

export const findBookings = (hubKey: string, link: string, text: string) => call(findAtKiosk, { params: { hubKey }, link, body: { text } })
export const checkIn = (hubKey: string, link: string, body: BodyIn<typeof checkInAtKiosk>) =>
  call(checkInAtKiosk, { params: { hubKey }, link, body, idempotencyKey: newKey() })
/** From anybody's telephone: what the QR picture of a booking opens. */
export const checkInByPicture = (hubKey: string, code: string) => call(checkInByCode, { params: { hubKey }, body: { code } })
export const takeSeat = (hubKey: string, link: string, body: BodyIn<typeof walkInAtKiosk>) =>
  call(walkInAtKiosk, { params: { hubKey }, link, body, idempotencyKey: newKey() })
export const callTheDesk = (hubKey: string, link: string) => call(callDesk, { params: { hubKey }, link })
