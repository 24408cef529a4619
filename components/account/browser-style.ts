/** How this browser's owner likes dates: asked once, to be changed in the settings. */
export function browserStyle() {
  const { timeZone, hourCycle } = new Intl.DateTimeFormat(navigator.language, {
    hour: 'numeric',
  }).resolvedOptions()
  return {
    timeZone,
    // As one was spoken to here: what the browser asks for, or what was chosen.
    locale: document.documentElement.lang,
    weekStart: firstDay(navigator.language),
    hourCycle: hourCycle === 'h12' || hourCycle === 'h11' ? 'h12' : 'h23',
  }
}

function firstDay(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
}
