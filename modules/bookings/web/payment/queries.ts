/** What the screens of money ask for and do. Every movement makes all of bookings be asked again. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { urlOf, type AnyEndpoint, type CallInput } from '#platform/contract/client.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, newKey, reading } from '#platform/web/client.ts'
import * as api from '../../contract/payment/endpoints.ts'

export const paymentQuery = (bookingId: string) => reading(api.getPayment, { params: { bookingId } })
export const openBillsQuery = (hubId: string, show: 'due' | 'back', limit = 50) =>
  reading(api.listOpenBills, { params: { hubId }, query: { show, limit } }, { keepsPrevious: true })
export const receiptsQuery = (hubId: string, day: string) => reading(api.listReceipts, { params: { hubId }, query: { day, limit: 100 } })
export const tillQuery = (hubId: string) => reading(api.getTill, { params: { hubId } })
export const closingsQuery = (hubId: string) => reading(api.listClosings, { params: { hubId }, query: { limit: 60 } })
export const invoicesQuery = (hubId: string, show: 'all' | 'overdue' = 'all') =>
  reading(api.listInvoices, { params: { hubId }, query: { limit: 100, show } })
export const billingAddressQuery = (organisationId: string) => reading(api.getBillingAddress, { params: { organisationId } })
export const ownInvoicesQuery = () => reading(api.listOwnInvoices, { query: { limit: 100 } })
export const candidatesQuery = (hubId: string, month: string) =>
  reading(api.listInvoiceCandidates, { params: { hubId }, query: { month } }, { isOn: /^\d{4}-\d\d$/.test(month) })
export const moneyRuleQuery = (hubId: string) => reading(api.getMoneyRule, { params: { hubId } }, { isOn: hubId !== '' })
export const taxRatesQuery = () => reading(api.listTaxRates, {})

type PaperLanguage = 'ja' | 'en'
export const permitUrl = (bookingId: string, language?: PaperLanguage): string => urlOf(api.readPermit, { bookingId }, { language })
export const receiptUrl = (receiptId: string): string => urlOf(api.readReceiptPaper, { receiptId })
export const ownReceiptUrl = (bookingId: string, receiptId: string): string => urlOf(api.readOwnReceipt, { bookingId, receiptId })
export const ownInvoiceUrl = (invoiceId: string, language: PaperLanguage): string =>
  urlOf(api.readOwnInvoicePaper, { invoiceId }, { language })
export const closingUrl = (closingId: string, language: PaperLanguage): string => urlOf(api.readClosingPaper, { closingId }, { language })
export const invoiceUrl = (invoiceId: string): string => urlOf(api.readInvoicePaper, { invoiceId }, { language: 'ja' })
export const closingSheetUrl = (hubId: string, query: { from: string; until: string; format: 'csv' | 'xlsx' }): string =>
  urlOf(api.exportClosings, { hubId }, query)

/** A changing call. A creating one carries a key, so that a lost answer moves no money twice. */
export function useMoney<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient()
  return useMutation<ResponseOf<E>, unknown, CallInput<E>>({
    mutationFn: (input) => call(endpoint, endpoint.isIdempotent === true ? { ...input, idempotencyKey: newKey() } : input),
    onSettled: () => client.invalidateQueries({ queryKey: ['bookings'] }),
  })
}
