//! The page's style: the reader's own fonts, colours that the colour-blind tell apart, and paper.

/// The style sheet.
pub(super) const STYLE: &str = "
:root{--ink:#1a2530;--soft:#55616d;--line:#dfe3e8;--faint:#f4f6f8;--page:#fff;--accent:#0b4a72;
--positive:#1f6f9f;--negative:#c4501b;--mixed:#7a5c99;--neutral:#87919b;--none:#eef0f3;--warn:#8a5a00;--warnbg:#fdf6e6}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:400 1rem/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',
'Noto Sans','Liberation Sans',Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
header>div,.frame,footer{max-width:70rem;margin:0 auto;padding:0 1.5rem}
header{background:var(--faint);border-bottom:1px solid var(--line);padding:2.75rem 0 2rem}
.kicker{margin:0 0 .35rem;color:var(--accent);font-size:.8125rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase}
h1{margin:0;font-size:clamp(1.75rem,1.3rem + 2vw,2.5rem);line-height:1.15;letter-spacing:-.015em;text-wrap:balance}
.facts{display:flex;flex-wrap:wrap;gap:.35rem 2rem;margin:1.1rem 0 0;font-size:.9375rem}
.facts div{display:flex;gap:.5rem;flex-wrap:wrap}.facts dt{color:var(--soft)}.facts dd{margin:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(12.5rem,1fr));gap:1rem;margin:1.75rem 0 0;padding:0;list-style:none}
.tiles li{display:flex;flex-direction:column;padding:1rem 1.15rem .9rem;background:var(--page);border:1px solid var(--line);border-radius:.5rem}
.tiles span{font-size:.875rem;color:var(--soft);overflow:hidden;white-space:nowrap;text-overflow:ellipsis}.tiles b{font-size:2.1rem;line-height:1.25;letter-spacing:-.02em}
.tiles small{font-size:.8125rem;color:var(--soft)}
.frame{display:grid;grid-template-columns:minmax(0,1fr);gap:0 3rem}
nav{padding:1.5rem 0 0;font-size:.9375rem}
nav p{margin:0 0 .4rem;color:var(--soft);font-size:.8125rem;font-weight:600}
nav ol{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
nav a,a{color:var(--accent)}nav a{text-decoration:none}nav a:hover{text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999rem;padding:.6rem 1rem;background:var(--accent);color:#fff}.skip:focus{left:0;top:0;z-index:9}
section{padding:2.25rem 0 .75rem}section+section{border-top:1px solid var(--line)}
h2{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em}
h3{margin:2rem 0 .5rem;font-size:1.125rem;line-height:1.35}
p{margin:.5rem 0 .85rem;max-width:44rem}
.small{font-size:.875rem;line-height:1.5;color:var(--soft)}
.note{padding:.7rem 1rem;border-left:4px solid var(--warn);background:var(--warnbg);border-radius:0 .3rem .3rem 0}
.notes{margin:1rem 0;padding:.8rem 1.1rem;background:var(--faint);border-left:4px solid var(--warn);border-radius:0 .3rem .3rem 0;
font-size:.875rem;line-height:1.5;color:var(--soft);max-width:48rem}
.notes p{margin:0 0 .2rem;font-weight:600;color:var(--ink)}.notes ul{margin:0;padding-left:1.1rem}.notes li{padding:.1rem 0}
main>.note:first-child{margin-top:2rem}
.findings{margin:0;padding:0;list-style:none;max-width:48rem;counter-reset:f}
.findings li{counter-increment:f;position:relative;padding:.65rem 0 .65rem 2.5rem}
.findings li::before{content:counter(f);position:absolute;left:0;top:.75rem;width:1.6rem;height:1.6rem;border-radius:50%;background:var(--accent);
color:#fff;font-size:.875rem;font-weight:600;line-height:1.6rem;text-align:center}
.findings strong{display:block;font-size:1.0625rem}
.chart{margin:1.25rem 0 1rem}
figcaption{margin-bottom:.6rem;font-weight:600;font-size:.9375rem}figcaption small{font-weight:400;color:var(--soft)}
.patterns{position:absolute}.chart svg{display:block}.chart .plot,.chart .scale{width:100%;overflow:visible}
.chart text{font-size:12.5px;fill:var(--soft)}
.dots .row:not(.axis) .plot{position:relative;align-self:stretch;min-height:30px}
.dots .plot>svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.row{display:grid;grid-template-columns:minmax(0,23%) minmax(0,1fr) minmax(0,33%);gap:0 1.1rem;align-items:center}
.what{font-size:.9375rem;line-height:1.3;overflow-wrap:anywhere}
.value{font-size:.875rem;line-height:1.3}.value small{margin-left:.3rem;font-size:1em;color:var(--soft)}
.stacked .value small{margin-left:0}
.dots .row:not(.axis):hover{background:var(--faint)}
.group{margin:.75rem 0 .1rem;font-size:.8125rem;font-weight:600;color:var(--accent);letter-spacing:.02em}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;margin:.25rem 0 .7rem;font-size:.875rem;color:var(--soft)}
.legend span{display:inline-flex;gap:.45rem;align-items:center}
.panel{font-weight:600}
.grid{stroke:var(--line);stroke-width:1}.zero{stroke:var(--soft);stroke-width:1.25}
.reach{stroke-width:2}.m-positive,.m-negative,.m-mixed,.m-neutral,.m-plain{stroke-width:2}
.m-positive{fill:var(--positive);stroke:var(--positive)}.m-negative{fill:var(--negative);stroke:var(--negative)}
.m-mixed{fill:var(--mixed);stroke:var(--mixed)}.m-neutral{fill:var(--page);stroke:var(--soft)}.m-plain{fill:var(--ink);stroke:var(--ink)}
.f-negative{fill:var(--negative)}.f-mixed{fill:var(--mixed)}
.b-positive{fill:var(--positive)}.b-negative{fill:url(#p-negative)}.b-mixed{fill:url(#p-mixed)}.b-neutral{fill:var(--neutral)}
.b-plain{fill:var(--soft)}.b-none{fill:var(--none)}
.stacked .plot rect{stroke:var(--page);stroke-width:1.5}
.chart .plot [class^=t-]{font-size:12.5px;font-weight:600;text-anchor:middle;fill:#fff;paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
.chart .plot .t-positive{stroke:var(--positive)}.chart .plot .t-negative{stroke:var(--negative)}.chart .plot .t-mixed{stroke:var(--mixed)}
.chart .plot .t-neutral{fill:var(--ink);stroke:var(--neutral)}.chart .plot .t-plain{stroke:var(--soft)}
.panel-grid{display:grid;grid-template-columns:3.2rem minmax(0,1fr);gap:0 .7rem;padding-right:.6rem}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1.25rem 2rem}.panel{margin:0 0 .5rem;font-size:.9375rem}
.line{fill:none;stroke-width:2.25;vector-effect:non-scaling-stroke;stroke-linejoin:round}.band{stroke:none;opacity:.16}
.limit{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:6 4;fill:none}.mark{fill:var(--page);stroke:var(--negative);stroke-width:2.5}
.l-0{--c:var(--positive)}.l-1{--c:var(--negative)}.l-2{--c:var(--mixed)}.l-3{--c:var(--ink)}
[class^=l-] .line,.point{stroke:var(--c)}[class^=l-] .band,.band.l-0,.point{fill:var(--c)}
.l-1 .line{stroke-dasharray:7 3}.l-2 .line{stroke-dasharray:2 3}.l-3 .line{stroke-dasharray:9 3 2 3}
.stages{display:grid;grid-template-columns:repeat(8,minmax(0,1fr));gap:.5rem;margin:1.9rem 0 .75rem;padding:0;list-style:none;counter-reset:s}
.stages li{counter-increment:s;position:relative;padding-top:.9rem;border-top:3px solid var(--accent);font-size:.75rem;line-height:1.35}
.stages li::before{content:counter(s);position:absolute;top:-.72rem;left:0;width:1.3rem;height:1.3rem;border-radius:50%;
background:var(--accent);color:#fff;font-size:.75rem;font-weight:600;line-height:1.3rem;text-align:center}
.stages b{display:block;font-weight:600;letter-spacing:-.015em}.stages .share{display:block;font-size:1.2rem;font-weight:600}
.stages small{font-size:.72rem;color:var(--soft);display:block}
.stages .blind{border-top-style:dashed;border-top-color:var(--warn)}.stages .blind::before{background:var(--page);color:var(--warn);
box-shadow:inset 0 0 0 2px var(--warn)}.stages .blind .share{font-size:.875rem;color:var(--warn)}
details{margin:.5rem 0 1rem}summary{cursor:pointer;color:var(--accent);font-size:.9375rem;padding:.25rem 0}
.scroll{overflow-x:auto;margin:.75rem 0;background:linear-gradient(to right,var(--page) 40%,transparent) 0 0/2.5rem 100% no-repeat local,
linear-gradient(to left,var(--page) 40%,transparent) 100% 0/2.5rem 100% no-repeat local,
linear-gradient(to right,#0002,transparent) 0 0/.8rem 100% no-repeat scroll,linear-gradient(to left,#0002,transparent) 100% 0/.8rem 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{padding:.2rem 0 .5rem;text-align:left;font-weight:600}
caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2.2rem)}.hint{display:none!important}
.print{display:none}th,td{overflow-wrap:anywhere}tbody th{min-width:8rem;max-width:22rem}
th,td{padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:600}thead th{color:var(--soft);vertical-align:bottom;border-bottom-color:var(--soft)}tbody th{font-weight:500}
.n{text-align:right;white-space:nowrap;padding:.45rem 0 .45rem .8rem}thead .n{white-space:normal}.n+td:not(.n),.n+th:not(.n){padding-left:1.2rem}.n+:not(.n){padding-left:1.6rem}
.terms{margin:0}.terms div{padding:.6rem 0}.terms dt{font-weight:600}.terms dd{margin:.1rem 0 0;max-width:44rem;color:var(--soft)}
blockquote{margin:.5rem 0;padding:0 0 0 1rem;border-left:3px solid var(--line);max-width:44rem}
blockquote p{margin:.2rem 0}
footer{margin-top:2rem;padding-top:1.25rem;padding-bottom:2.5rem;border-top:1px solid var(--line);font-size:.875rem;color:var(--soft)}
@media(min-width:68rem){.frame{grid-template-columns:11.5rem minmax(0,1fr)}
nav{position:sticky;top:0;align-self:start;padding-top:2.4rem;max-height:100vh;overflow:auto}nav ol{flex-direction:column;gap:.45rem}}
@media(max-width:60rem){.stages{grid-template-columns:repeat(4,minmax(0,1fr));row-gap:1.5rem}}
@media(max-width:40rem){header>div,.frame,footer{padding-left:1.1rem;padding-right:1.1rem}header{padding:1.75rem 0 1.5rem}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:.6rem}.tiles li{padding:.7rem .8rem}.tiles b{font-size:1.6rem}
.row{grid-template-columns:minmax(0,1fr) fit-content(60%);gap:0 .8rem;padding-top:.5rem}.row .plot{grid-column:1/-1;grid-row:2}.row.axis{padding-top:0}
.row .value{text-align:right}.row.axis span{display:none}.wide{display:none}
.hint{display:block!important;font-weight:400;color:var(--soft)}
.stages{grid-template-columns:repeat(2,minmax(0,1fr))}.panel-grid{grid-template-columns:2.6rem minmax(0,1fr)}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{@page{size:A4;margin:13mm 14mm}html{font-size:9.25pt}body{line-height:1.45;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,.skip,.hint,details:not([open]),blockquote:nth-child(n+3){display:none!important}.print{display:block}
.tiles{grid-template-columns:repeat(4,minmax(0,1fr));margin-top:1rem}.tiles b{font-size:1.6rem}.tiles li{padding:.5rem .8rem}
.frame{display:block}header{padding:0 0 1rem;background:none}header>div,.frame,footer{max-width:none;padding:0}p,.findings,.notes,.terms dd,blockquote{max-width:none}
section{padding:.9rem 0 .2rem}h3{margin-top:1rem}h2,h3,figcaption,caption,.group,.panel,.legend{break-after:avoid}
figure,.row,.stages,tr,.findings li,.tiles,.legend,.panels>div,blockquote,.note,.notes,.terms div{break-inside:avoid}
.lines,.dots,.stacked{break-inside:avoid}p,blockquote{orphans:3;widows:3}.chart{margin:.8rem 0}.row .plot[height=\"30\"]{height:24px}
.dots .row:not(.axis) .plot{min-height:22px}.findings li{padding-top:.35rem;padding-bottom:.35rem}.findings li::before{top:.4rem}
.scroll{break-inside:avoid}.terms{columns:2;column-gap:2rem}.terms div{padding:.3rem 0}.scroll{overflow:visible;background:none}th,td,.n{padding-top:.25rem;padding-bottom:.25rem}
.panels{grid-template-columns:repeat(3,minmax(0,1fr));gap:.6rem 1.2rem}.stages{grid-template-columns:repeat(8,minmax(0,1fr))}footer{margin-top:1rem;padding-bottom:0}}
";
