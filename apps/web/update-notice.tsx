/** A new version has arrived: says so, and changes over only when the reader agrees. A form half filled in is never lost to a reload. */
import { useEffect } from 'react'
import { useToast } from '#ui/toast.tsx'
import { usePlatformTexts } from '#platform/web/shell/words.tsx'
import { onNewVersion } from './service.ts'

export function UpdateNotice() {
  const { toast } = useToast()
  const t = usePlatformTexts()
  useEffect(() => onNewVersion((change) => toast(t('public.newVersion'), { label: t('public.update'), run: change })), [toast, t])
  return null
}
