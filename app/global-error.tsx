'use client'

import { GeistSans } from 'geist/font/sans'
import { useState } from 'react'
import { documentLanguage, ServerErrorPage } from '@/components/ui/server-error'
import { directionOf } from '@/lib/schemas/languages'
import './globals.css'
import '@/components/ui/ui.css'
import '@/components/ui/layout.css'

/** A failure of the root layout itself, as when the database does not answer. Replaces the whole document. */
export default function GlobalError() {
  const [language] = useState(documentLanguage)
  return (
    <html lang={language} dir={directionOf(language)} className={GeistSans.className}>
      <body>
        <title>Kinday</title>
        {/* Loads the page anew: what failed is on the server. */}
        <ServerErrorPage language={language} retry={() => location.reload()} />
      </body>
    </html>
  )
}
