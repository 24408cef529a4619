import { type NextRequest, NextResponse } from 'next/server'

/** Sends the signed-out to sign in before a page is rendered for nothing. Decides nothing: every page asks for itself. */
export function proxy(request: NextRequest): NextResponse {
  // An action answers for itself that nobody is signed in; redirected, it would look like a lost connection.
  if (request.method === 'POST' || request.cookies.has('kinday.session')) return NextResponse.next()
  const to = request.nextUrl.pathname + request.nextUrl.search
  return NextResponse.redirect(new URL(`/sign-in?to=${encodeURIComponent(to)}`, request.url))
}

export const config = {
  matcher: [
    '/home/:path*',
    '/calendar/:path*',
    '/search/:path*',
    '/calendars/:path*',
    '/import/:path*',
    '/groups/:path*',
    '/settings/:path*',
    '/admin/:path*',
  ],
}
