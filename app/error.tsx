'use client'

import { type Language, languageOf } from '@/lib/schemas/languages'

/** Its words are here, not in the messages: those may be what could not be loaded. */
const WORDS: Record<Language, [title: string, hint: string, again: string]> = {
  en: ['Something went wrong on our side', 'It has been noted. Nothing you saved is lost.', 'Try again'],
  de: [
    'Bei uns ist etwas schiefgegangen',
    'Es wurde vermerkt. Nichts, was du gespeichert hast, ist verloren.',
    'Noch einmal versuchen',
  ],
  ar: ['حدث خطأ من جهتنا', 'تم تسجيله. لم يُفقد شيء مما حُفظ.', 'إعادة المحاولة'],
}

/** A fault of ours while rendering. Drawn in the browser, where the page says which language it is in. */
export default function Fault({ reset }: { error: Error; reset(): void }) {
  const page = typeof document === 'undefined' ? '' : document.documentElement.lang
  const [title, hint, again] = WORDS[languageOf(page)]
  return (
    <main className="fault">
      <h1>{title}</h1>
      <p>{hint}</p>
      <button type="button" className="button" onClick={reset}>
        {again}
      </button>
    </main>
  )
}
