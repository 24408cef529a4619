/**
 * Names of the books of the Bible in the languages of `TYPED_WORDS`, by their number of chapters. Many are also
 * first names: after such a name, a number above the number of chapters is a time ("Ruth 12:30").
 */
const BOOKS: Record<number, string> = {
  1: 'obadiah|obadja|abdias|abdías|عوبديا|philemon|philémon|filemón|filemon|فليمون|jude|judas|يهوذا',
  2: 'haggai|haggaj|aggée|hageo|حجي',
  3: `joel|joël|يوئيل|nahum|nahúm|ناحوم|habakkuk|habakuk|habacuc|habackuk|حبقوق|zephaniah|zefanja|sefanja|
    sophonie|sofonías|صفنيا|titus|tite|tito|تيطس`,
  4: `ruth|rut|راعوث|jonah|jona|jonas|jonás|يونان|malachi|maleachi|malachie|malaquías|malaki|ملاخي|philippians|
    philipper|philippiens|filipenses|filipperbrevet|فيلبي|colossians|kolosser|colossiens|colosenses|
    kolosserbrevet|col|kol|كولوسي`,
  5: `lamentations|klagelieder|lamentaciones|klagovisorna|مراثي|thessalonians|thessalonicher|thessaloniciens|
    tesalonicenses|thessalonikerbrevet|thess|تسالونيكي|james|jakobus|jacques|santiago|jakobsbrevet|jas|jak|
    يعقوب|peter|petrus|pierre|pedro|petrusbrevet|بطرس`,
  6: `galatians|galater|galates|gálatas|galaterbrevet|gal|غلاطية|ephesians|epheser|éphésiens|efesios|
    efesierbrevet|eph|أفسس|timothy|timotheus|timothée|timoteo|timotheosbrevet|تيموثاوس`,
  7: 'micah|micha|michée|miqueas|mika|ميخا',
  8: 'song of songs|hohelied|hoheslied|cantique|cantares|höga visan|نشيد الأنشاد',
  9: 'amos|amós|عاموس',
  10: 'ezra|esra|esdras|عزرا|esther|ester|أستير',
  12: 'ecclesiastes|prediger|ecclésiaste|eclesiastés|predikaren|الجامعة|daniel|دانيال',
  13: `nehemiah|nehemia|néhémie|nehemías|nehemja|نحميا|hebrews|hebräer|hébreux|hebreos|hebreerbrevet|heb|hebr|
    العبرانيين|عبرانيين`,
  14: 'hosea|osée|oseas|هوشع|zechariah|sacharja|zacharie|zacarías|sakarja|زكريا',
  16: `mark|markus|marc|marcos|markusevangeliet|mk|مرقس|romans|römer|romains|romanos|romarbrevet|rom|röm|رومية|
    corinthians|korinther|corinthiens|corintios|korinthierbrevet|cor|kor|كورنثوس`,
  21: 'john|johannes|jean|juan|johannesevangeliet|joh|jn|يوحنا|judges|richter|juges|jueces|domarboken|القضاة',
  22: `revelation|offenbarung|apocalypse|apocalipsis|uppenbarelseboken|rev|offb|رؤيا|kings|könige|rois|
    reyes|kungaboken|الملوك`,
  24: 'luke|lukas|luc|lucas|lukasevangeliet|lk|لوقا|joshua|josua|josué|يشوع|samuel|صموئيل',
  27: 'leviticus|levitikus|lévitique|levítico|lev|اللاويين',
}

/** Names of books with at least 24 chapters, and other words before a number that is not a time. */
const WORDS = `genesis|genèse|génesis|gen|gn|تكوين|exodus|exode|éxodo|exod|خروج|numbers|numeri|nombres|números|العدد|
  deuteronomy|deuteronomium|deutéronome|deuteronomio|deut|dtn|التثنية|mose|mosebok|moseboken|chronicles|chronik|chroniques|
  crónicas|krönikeboken|أخبار الأيام|job|hiob|أيوب|psalms?|psalmen|psaumes?|salmos?|psaltaren|ps|مزمور|المزامير|proverbs|
  sprüche|proverbes|proverbios|ordspråksboken|prov|spr|أمثال|isaiah|jesaja|isaïe|ésaïe|isaías|isa|jes|إشعياء|jeremiah|
  jeremia|jérémie|jeremías|jer|إرميا|ezekiel|hesekiel|ezechiel|ézéchiel|ezequiel|ezek|حزقيال|matthew|matthäus|matthieu|mateo|
  matteus|matteusevangeliet|matt|mt|متى|acts|apostelgeschichte|actes|hechos|apostlagärningarna|أعمال الرسل|apg|
  surah|sura|sure|sourate|suran|سورة(?:\\s\\p{L}+){0,2}|qur[’']?an|koran|coran|corán|koranen|القرآن|
  verses?|vers|verset|versículo|آية|chapter|chap|ch|kapitel|kap|chapitre|capítulo|cap|الفصل|
  ratio|verhältnis|rapport|relación|proporción|förhållande|نسبة|scale|maßstab|échelle|escala|skala|مقياس|odds|quote|cote|
  score|endstand|ergebnis|spielstand|résultat|marcador|resultado|resultat|ställning|نتيجة|
  version|versión|الإصدار|v|pace`

/** Words after which a name is a person: "with John 3:15". */
const COMPANY = 'with|and|&|mit|und|avec|et|con|y|med|och|مع'

const NUMBERS = '\\s(\\d{1,3}):\\d{1,3}(?:\\s?[–-]\\s?\\d{1,3}(?::\\d{1,3})?)?'
/** Refuses numbers that are followed by more digits or by a sign of a time, such as "pm" and "Uhr". */
const NO_TIME = '(?![\\p{L}\\d:]|\\s?(?:[ap]\\.?\\s?m\\b|Uhr|h\\b|o.clock|م|ص))'
const START = `(?<![\\p{L}\\p{N}])(?<!(?:${COMPANY})\\s)`

const REFERENCE = new RegExp(
  `${START}(?:(${withoutBreaks(Object.values(BOOKS).join('|'))})|${withoutBreaks(WORDS)})\\.?:?${NUMBERS}${NO_TIME}`,
  'giu',
)
/** "16:10 ratio". */
const BEFORE_NOUN = /(?<![\d:])\d{1,3}:\d{1,3}(?=[\s-](?:scale|ratio|odds|maßstab|verhältnis)(?!\p{L}))/giu

const CHAPTERS = new Map(
  Object.entries(BOOKS).flatMap(([chapters, names]) =>
    withoutBreaks(names)
      .split('|')
      .map((name) => [name, Number(chapters)]),
  ),
)

/**
 * Replaces numbers that look like times, but are verses ("John 3:15"), ratios ("Scale 1:50"), scores or versions, by
 * letters, so that the parser of dates does not read them. The length of the text stays the same.
 */
export function maskReferences(text: string): string {
  if (!text.includes(':')) return text
  return text
    .replace(REFERENCE, (all: string, book: string | undefined, chapter: string) => {
      const chapters = book && CHAPTERS.get(book.toLowerCase())
      if (chapters && Number(chapter) > chapters) return all
      return all.replace(/\d[\d\s:–-]*$/, (numbers) => 'x'.repeat(numbers.length))
    })
    .replace(BEFORE_NOUN, (numbers) => 'x'.repeat(numbers.length))
}

function withoutBreaks(names: string): string {
  return names.replace(/\n\s+/g, '')
}
