/**
 * Public mail providers, as far as we know them. The list only spares a claim that could not be
 * proved anyway.
 */

/** Providers with a domain for each country: `yahoo.co.uk`, `hotmail.fr`. */
export const consumerFamilies: ReadonlySet<string> = new Set([
  "gmx",
  "googlemail",
  "hotmail",
  "outlook",
  "rocketmail",
  "yahoo",
  "ymail",
]);

export const consumerDomains: ReadonlySet<string> = new Set(
  `
  gmail.com
  live.com live.at live.be live.ca live.cl live.cn live.co.uk live.com.ar live.com.au live.com.mx
  live.com.pt live.de live.dk live.fi live.fr live.ie live.in live.it live.jp live.nl live.no
  live.se msn.com passport.com windowslive.com
  icloud.com me.com mac.com
  aol.com aol.de aol.fr aol.it aol.co.uk aim.com
  proton.me protonmail.com protonmail.ch pm.me
  tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me
  fastmail.com fastmail.fm hey.com duck.com mailbox.org posteo.de posteo.net
  mail.com email.com usa.com zohomail.com zohomail.eu zohomail.in hushmail.com
  web.de freenet.de t-online.de arcor.de mail.de
  mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru
  yandex.ru yandex.com yandex.by yandex.kz yandex.ua ya.ru ukr.net i.ua
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn
  naver.com daum.net hanmail.net nate.com kakao.com
  docomo.ne.jp ezweb.ne.jp softbank.ne.jp
  rediffmail.com rediff.com
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr
  libero.it virgilio.it tiscali.it alice.it tin.it
  telefonica.net terra.es sapo.pt
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com
  wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu
  bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl planet.nl home.nl
  btinternet.com virginmedia.com sky.com ntlworld.com talktalk.net blueyonder.co.uk
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
  juno.com optonline.net frontier.com windstream.net centurylink.net
  rogers.com shaw.ca sympatico.ca telus.net videotron.ca
  bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz
  abv.bg walla.co.il walla.com mynet.com
  `
    .trim()
    .split(/\s+/),
);
