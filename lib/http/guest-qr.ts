import { renderSVG } from 'uqr'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { AppError } from '@/lib/errors'
import { ownOrigin } from './own-origin'

/**
 * Returns the QR code of a guest link's page as SVG.
 * @throws AppError NOT_FOUND if this server has not signed the token
 */
export async function guestQrCode(token: string): Promise<Response> {
  if (!parseGuestToken(token, 'page')) throw new AppError('NOT_FOUND')
  const svg = renderSVG(`${await ownOrigin()}/g/${token}`, { border: 2 })
  return new Response(svg, {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, no-store' },
  })
}
