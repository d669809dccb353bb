import { useTexts } from '#platform/web/texts.ts'
import type { ja } from '../locales/ja.ts'

export const useAccessTexts = () => useTexts<typeof ja>('access')
