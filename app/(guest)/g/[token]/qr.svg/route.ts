import { endpoint } from '@/lib/http/endpoint'
import { guestQrCode } from '@/lib/http/guest-qr'

/** Returns the QR code of a guest's link. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ token: string }> }) =>
  guestQrCode((await params).token),
)
