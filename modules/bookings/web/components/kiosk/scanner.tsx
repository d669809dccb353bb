/** The code of a booking, shown to the tablet's own camera. */
import { QrScanner } from '#ui/qr-scanner.tsx'

export { canScan } from '#ui/qr-scanner.tsx'

export function Scanner({ label, onText, onFail }: { label: string; onText: (text: string) => void; onFail: () => void }) {
  return (
    <QrScanner
      label={label}
      facing="user"
      onFail={onFail}
      onText={(text) => {
        // the picture is a link for telephones; the code is what stands behind its `#`
        onText((text.split('#c=').at(-1) ?? '').slice(0, 200))
        return true
      }}
    />
  )
}
