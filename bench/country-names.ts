/** Names that nobody has: places and persons put together from parts, with their readings. */
import { foldSearch, kanaSortKey } from '#modules/people/contract/rules.ts'

type Part = readonly [written: string, kana: string, latin: string]

const parts = (text: string): Part[] =>
  text
    .trim()
    .split(/\s+/)
    .map((part) => part.split('/') as unknown as Part)

const placeHeads = parts(`
  霧/キリ/Kiri 茜/アカネ/Akane 雲/クモ/Kumo 萌/モエ/Moe 朝/アサ/Asa 碧/アオ/Ao 鈴/スズ/Suzu 梓/アズサ/Azusa 椿/ツバキ/Tsubaki 瀬/セ/Se 澄/スミ/Sumi
  稲/イナ/Ina 穂/ホ/Ho 柚/ユズ/Yuzu 楓/カエデ/Kaede 凪/ナギ/Nagi 鹿/シカ/Shika 鷺/サギ/Sagi 鶴/ツル/Tsuru 星/ホシ/Hoshi 雪/ユキ/Yuki 霜/シモ/Shimo 蛍/ホタル/Hotaru
  苔/コケ/Koke 樫/カシ/Kashi 榎/エノキ/Enoki 栗/クリ/Kuri 梨/ナシ/Nashi 桑/クワ/Kuwa 麻/アサ/Asa 藍/アイ/Ai 灯/トモシ/Tomoshi 風/カゼ/Kaze 月/ツキ/Tsuki 葦/アシ/Ashi
  菱/ヒシ/Hishi 蓮/ハス/Hasu 芹/セリ/Seri 菫/スミレ/Sumire 蕗/フキ/Fuki`)
const placeTails = parts(`
  見台/ミダイ/midai 野原/ノハラ/nohara 之浦/ノウラ/noura 谷沢/タニザワ/tanizawa 々峰/ガミネ/gamine 倉内/クラウチ/kurauchi 瀬川/セガワ/segawa 待浜/マチハマ/machihama
  立岡/タチオカ/tachioka 返里/カエリザト/kaerizato 渡島台/ワタシマダイ/watashimadai 架橋/カケハシ/kakehashi 名見/ナミ/nami 例坂/レイサカ/reisaka 仮屋/カリヤ/kariya 空平/ソラダイラ/soradaira
  野口台/ノグチダイ/noguchidai 宿森/ヤドモリ/yadomori 越水/コシミズ/koshimizu 掛田/カケダ/kakeda 結原/ユイハラ/yuihara 巻戸/マキド/makido 織江/オリエ/orie 守岬/モリミサキ/morimisaki
  堀野/ホリノ/horino 段々原/ダンダンバラ/dandanbara 丸窪/マルクボ/marukubo 向山台/ムコウヤマダイ/mukoyamadai 湯ノ里/ユノサト/yunosato 奥庭/オクニワ/okuniwa 瓦森/カワラモリ/kawaramori 重浜/シゲハマ/shigehama
  糸野/イトノ/itono 石舞/イシマイ/ishimai 鏡沼/カガミヌマ/kagaminuma 棚瀬/タナセ/tanase 垂井野/タルイノ/taruino 筏谷/イカダダニ/ikadadani 滝之下/タキノシタ/takinoshita 帆立/ホタテ/hotate`)

const familyHeads = parts(`
  見本/ミホン/Mihon 例示/レイジ/Reiji 架空/カクウ/Kakuu 仮名/カメイ/Kamei 模擬/モギ/Mogi 試作/シサク/Shisaku 作例/サクレイ/Sakurei 空想/クウソウ/Kuso 仮置/カリオキ/Karioki
  手本/テホン/Tehon 雛形/ヒナガタ/Hinagata 似姿/ニスガタ/Nisugata 図例/ズレイ/Zurei 想定/ソウテイ/Sotei 写見/ウツミ/Utsumi 設例/セツレイ/Setsurei`)
const familyTails = parts(`
  田/ダ/da 川/ガワ/gawa 山/ヤマ/yama 野/ノ/no 沢/ザワ/zawa 原/ハラ/hara 崎/ザキ/zaki 木/キ/ki 本/モト/moto 島/ジマ/jima 岡/オカ/oka 谷/タニ/tani 村/ムラ/mura 瀬/セ/se 井/イ/i 倉/クラ/kura`)
const givenNames = parts(`
  花子/ハナコ/Hanako 次郎/ジロウ/Jiro 実/ミノル/Minoru 三郎/サブロウ/Saburo 五郎/ゴロウ/Goro 渉/ワタル/Wataru 桜/サクラ/Sakura 旅人/タビト/Tabito 海/ウミ/Umi 一葉/カズハ/Kazuha
  陽菜/ヒナ/Hina 蓮/レン/Ren 結衣/ユイ/Yui 大翔/ヒロト/Hiroto 美咲/ミサキ/Misaki 健太/ケンタ/Kenta 葵/アオイ/Aoi 翔太/ショウタ/Shota 彩/アヤ/Aya 誠/マコト/Makoto
  恵子/ケイコ/Keiko 茂/シゲル/Shigeru 久美/クミ/Kumi 隆/タカシ/Takashi 京子/キョウコ/Kyoko 学/マナブ/Manabu 里美/サトミ/Satomi 悟/サトル/Satoru 直美/ナオミ/Naomi 剛/ツヨシ/Tsuyoshi
  めぐみ/メグミ/Megumi つばさ/ツバサ/Tsubasa ひかる/ヒカル/Hikaru あゆみ/アユミ/Ayumi 稔/ミノル/Minoru 昇/ノボル/Noboru 優/ユウ/Yu 薫/カオル/Kaoru 忍/シノブ/Shinobu 望/ノゾミ/Nozomi`)

const joined = (heads: readonly Part[], tails: readonly Part[]): Part[] =>
  heads.flatMap((head) => tails.map((tail): Part => [head[0] + tail[0], head[1] + tail[1], head[2] + tail[2]]))

/** Every third is a town, a village, a city. */
const kinds = [
  ['町', 'town'],
  ['村', 'village'],
  ['市', 'city'],
] as const

/** 1,600 municipalities, each once. */
export const places = joined(placeHeads, placeTails).map(([ja, , en], i) => {
  const [kind] = kinds[i % kinds.length] ?? kinds[0]
  return { ja: `${ja}${kind}`, short: ja, en }
})

/** 256 family names and 40 given ones: 10,240 persons before two share a name. */
export const families = joined(familyHeads, familyTails).map(nameOf)
export const givens = givenNames.map(nameOf)

export interface NamePart {
  readonly written: string
  readonly kana: string
  readonly latin: string
  /** As it is searched. */
  readonly folded: string
  /** What the order of the syllabary takes first; the part behind it is the reading itself. */
  readonly plain: string
}

function nameOf([written, kana, latin]: Part): NamePart {
  return { written, kana, latin, folded: foldSearch(written), plain: kanaSortKey(kana).split('\u0001')[0] ?? '' }
}
