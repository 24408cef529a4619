'use client'
'use no memo'

import { LANGUAGE_COOKIE, type Language, languageOf } from '@/lib/schemas/languages'

/** Not in the messages, because loading those may be what failed. */
const TEXTS: Record<Language, [title: string, hint: string, again: string]> = {
  en: [
    'Something went wrong on our side',
    'Everything you saved is safe. Try again in a moment.',
    'Try again',
  ],
  de: [
    'Bei uns ist etwas schiefgegangen',
    'Alles, was du gespeichert hast, ist sicher. Versuch es gleich noch einmal.',
    'Noch einmal versuchen',
  ],
  ar: ['حدث خطأ من جهتنا', 'كل ما حفظته محفوظ. حاول مرة أخرى بعد قليل.', 'إعادة المحاولة'],
}

/** Shows that the server failed to render a page. */
export function ServerErrorPage({ language, retry }: { language: Language; retry(): void }) {
  const [title, hint, again] = TEXTS[language]
  return (
    <main className="fault">
      <h1>{title}</h1>
      <p>{hint}</p>
      <button type="button" className="button" onClick={retry}>
        {again}
      </button>
    </main>
  )
}

/** Returns the language of the page, else the one chosen while signed out, else the browser's. */
export function documentLanguage(): Language {
  if (typeof document === 'undefined') return languageOf('')
  const chosen = new RegExp(`(?:^|; )${LANGUAGE_COOKIE}=([^;]*)`).exec(document.cookie)?.[1]
  return languageOf(document.documentElement.lang || chosen || navigator.language)
}
