/// The style of HTML reports, and the policy that lets a browser use this style and nothing else at all: no script, no
/// picture, no request.
enum HTMLStyle {
    /// SHA-256 of `css`, as Content-Security-Policy wants it. A test holds it against `css`.
    static let hash = "sha256-62SojVFkObzFe4QvjF1klQgeZfOFrPUwI++N8QNTDXI="

    static let policy = "default-src 'none'; style-src '\(hash)'; base-uri 'none'; form-action 'none'"

    static let css = """
        :root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--text:#1b1f24;--soft:#59636e;--line:#d8dee4;--code:#eef0f3;\
        --good:#1a7f37;--warn:#8a5a00;--bad:#c11f2b;--critical:#8b0012;--rig:#7038b8;--open:#3b5b7a}
        @media (prefers-color-scheme:dark){:root{--page:#0e1116;--card:#171b21;--text:#e6e9ee;--soft:#9aa4b0;--line:#2d343d;\
        --code:#0f1318;--good:#4cc268;--warn:#e3b341;--bad:#ff7b72;--critical:#ff5c68;--rig:#c297ff;--open:#8db4da}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.25rem clamp(.6rem,3vw,2rem) 3rem;max-width:76rem;display:flex;flex-direction:column;gap:1rem;\
        background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
        h1,h2,p,dl,dd,ul{margin:0;padding:0}
        h1{font-size:1.35rem}
        .page{order:-2;display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline}
        .page p,.facts dt,.of,.took,.unit,.limits,thead{color:var(--soft)}
        .summary{order:-1;display:flex;flex-wrap:wrap;gap:.5rem}
        .summary h2{flex-basis:100%;font-size:1rem}
        .summary>span{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.35rem .75rem}
        .summary b{font-size:1.1rem}
        main{display:flex;flex-direction:column;gap:1rem}
        article{background:var(--card);border:1px solid var(--line);border-left:.4rem solid var(--tone);border-radius:.6rem;\
        padding:1rem clamp(.7rem,2vw,1.25rem);overflow-wrap:anywhere}
        .pass{--tone:var(--good)}.warn{--tone:var(--warn)}.fail,.timeout{--tone:var(--bad)}.critical{--tone:var(--critical)}
        .error,.interrupted,.aborted{--tone:var(--rig)}.open{--tone:var(--open)}
        .top{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1.1rem;align-items:center}
        .verdict{color:var(--tone);font-weight:700;letter-spacing:.02em}
        .top .verdict{grid-row:span 2;font-size:clamp(1.5rem,5vw,2.3rem);line-height:1.1}
        h2{font-size:1.15rem}
        .of{font-weight:400}
        .facts{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.7rem 0;font-size:.87rem}
        .facts div{display:flex;gap:.4rem}
        summary{cursor:pointer;color:var(--soft);font-size:.87rem;margin-top:.15rem}
        summary:hover{color:var(--text)}
        table{border-collapse:collapse;width:100%;margin-top:.5rem}
        th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-top:1px solid var(--line);font-weight:400}
        thead th{border:0;font-size:.8rem}
        .phase th{font-weight:600;font-size:.8rem;letter-spacing:.05em;color:var(--soft);padding-top:.8rem}
        td.verdict{width:6.5rem;white-space:nowrap;font-size:.87rem}
        .id{font-weight:600;width:11rem}
        .took{width:5.5rem;text-align:right;padding-right:0;white-space:nowrap;font-variant-numeric:tabular-nums}
        .hints{margin:.3rem 0 0 1.1rem}
        .measure{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:center;font-size:.87rem;margin-top:.2rem}
        .measure b{font-variant-numeric:tabular-nums;color:var(--tone)}
        .gauge{width:8rem;height:.9rem;flex:none}
        .gauge .rail{fill:var(--line)}.gauge .band{fill:var(--good);opacity:.4}.gauge .mark{fill:var(--tone)}
        .attempt{margin:.4rem 0 .2rem;padding:.45rem .7rem;background:var(--code);border-radius:.4rem;font-size:.85rem}
        .bytes{display:grid;align-items:baseline;grid-template-columns:5rem 1fr;gap:0 .6rem;margin-top:.2rem}
        .bytes dt{color:var(--soft)}
        .bytes dd{font-family:ui-monospace,"Liberation Mono",Menlo,Consolas,monospace;font-size:.8rem;white-space:pre-wrap}
        @media (max-width:40rem){
        thead{display:none}.top{display:block}
        table,tbody{display:block}
        tr{display:grid;grid-template-columns:1fr auto;gap:0 .7rem;border-top:1px solid var(--line);padding:.5rem 0}
        tr.phase{border:0;padding:.7rem 0 0}
        th,td{border:0;padding:0;width:auto}
        td.verdict{grid-row:1;grid-column:2;width:auto;text-align:right}
        td.id{grid-row:1;grid-column:1;width:auto}
        td.what{grid-column:1/-1}
        td.took{grid-column:1/-1;text-align:left;width:auto;font-size:.8rem}
        .bytes{grid-template-columns:1fr}
        }
        @media print{
        :root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--soft:#444;--line:#bbb;--code:#fff;--good:#1a7f37;--warn:#8a5a00;\
        --bad:#c11f2b;--critical:#8b0012;--rig:#7038b8;--open:#3b5b7a}
        @page{margin:14mm}
        body{padding:0;max-width:none;font-size:10pt}
        article{border-radius:0;break-inside:auto}
        .top,.attempt,tr{break-inside:avoid}
        .phase,.top{break-after:avoid}
        .attempt{border:1px solid var(--line)}
        details::details-content{display:block;height:auto;content-visibility:visible}
        summary{list-style:none}
        .verdict,.gauge{print-color-adjust:exact}
        }

        """
}
