'use client'

import { LANGUAGE_COOKIE, LANGUAGE_NAMES, LANGUAGES, type Language } from '@/lib/schemas/languages'
import styles from './language-switch.module.css'

/** Switches the language of signed-out visitors. Each button is labeled in its own language. */
export function LanguageSwitch({ current }: { current: Language }) {
  return (
    <footer className={styles.languages}>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          className="button quiet"
          lang={language}
          aria-current={language === current || undefined}
          onClick={() => choose(language)}
        >
          {LANGUAGE_NAMES[language]}
        </button>
      ))}
    </footer>
  )
}

function choose(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: not all browsers have the Cookie Store API
  document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=31536000; samesite=lax`
  location.reload()
}
