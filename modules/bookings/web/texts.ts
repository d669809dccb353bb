import { useTexts } from '#platform/web/texts.ts'
import type { ja } from '../locales/ja.ts'

export const useBookingsTexts = () => useTexts<typeof ja>('bookings')
export type BookingsTexts = ReturnType<typeof useBookingsTexts>
