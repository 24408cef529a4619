import { notFound } from 'next/navigation'
import type { NextRequest } from 'next/server'
import { handlers } from '@/lib/auth/google'
import { env } from '@/lib/env'

/** OAuth callback of Google. Answers 404 if Google is not configured. */
export const GET = (request: NextRequest) => (env.google ? handlers.GET(request) : notFound())
