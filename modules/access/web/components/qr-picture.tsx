/** Drawn here: no code goes to anybody else's service. */
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '#ui/states.tsx'

export function QrPicture({ text, label, size = '16rem' }: { text: string; label: string; size?: string }) {
  const picture = useQuery({
    queryKey: ['qr-picture', text],
    queryFn: async () => {
      const { create } = await import('qrcode')
      const { data, size: side } = create(text, { errorCorrectionLevel: 'M' }).modules
      const dark = Array.from(data.keys()).filter((i) => data[i] === 1)
      return { side, path: dark.map((i) => `M${i % side} ${Math.floor(i / side)}h1v1h-1z`).join('') }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  if (picture.data === undefined) return <Skeleton width={size} height={size} />
  return (
    // black on white in the dark too: readers want it so
    <svg
      style={{ width: size, height: size }}
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${picture.data.side + 8} ${picture.data.side + 8}`}
      shapeRendering="crispEdges"
    >
      <rect x="-4" y="-4" width="100%" height="100%" fill="#fff" />
      <path d={picture.data.path} fill="#000" />
    </svg>
  )
}
