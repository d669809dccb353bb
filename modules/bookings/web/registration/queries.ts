/** What the screens of registration ask for and do. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { urlOf, type AnyEndpoint, type CallInput } from '#platform/contract/client.ts'
import type { QueryIn, ResponseOf } from '#platform/contract/endpoint.ts'
import { call, newKey, reading, sendFile } from '#platform/web/client.ts'
import * as api from '../../contract/registration/endpoints.ts'

export type RegistrationsQuery = QueryIn<typeof api.listRegistrations>
export const myRegistrationsQuery = () => reading(api.listMyRegistrations, {})
export const registrationQuery = (registrationId: string) => reading(api.getRegistration, { params: { registrationId } })
export const registrationsQuery = (query: RegistrationsQuery) => reading(api.listRegistrations, { query }, { keepsPrevious: true })

export const proofUrl = (registrationId: string, fileId: string): string => urlOf(api.readProof, { registrationId, fileId })
export const registrationSheetUrl = (query: Omit<RegistrationsQuery, 'limit' | 'cursor'>, format: 'csv' | 'xlsx'): string =>
  urlOf(api.exportRegistrations, {}, { ...query, format })

export function useRegistering<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient()
  return useMutation<ResponseOf<E>, unknown, CallInput<E>>({
    mutationFn: (input) => call(endpoint, endpoint.isIdempotent === true ? { ...input, idempotencyKey: newKey() } : input),
    onSettled: () => client.invalidateQueries({ queryKey: ['bookings'] }),
  })
}

export function useAddProof(registrationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (file: File) => sendFile(api.addProof, { params: { registrationId } }, file),
    onSettled: () => client.invalidateQueries({ queryKey: ['bookings'] }),
  })
}
