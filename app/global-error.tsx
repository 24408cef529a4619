'use client'
'use no memo'

import { GeistSans } from 'geist/font/sans'
import { useState } from 'react'
import { documentLanguage, ServerErrorPage } from '@/components/ui/server-error'
import { directionOf } from '@/lib/schemas/languages'
import './globals.css'
import '@/components/ui/ui.css'
import '@/components/ui/layout.css'

/** Error boundary of the root layout, for example when the database is down. Replaces the whole document. */
export default function GlobalError() {
  const [language] = useState(documentLanguage)
  return (
    <html lang={language} dir={directionOf(language)} className={GeistSans.className}>
      <body>
        <title>Kinday</title>
        {/** Reloads the page, since the error is on the server. */}
        <ServerErrorPage language={language} retry={() => location.reload()} />
      </body>
    </html>
  )
}
