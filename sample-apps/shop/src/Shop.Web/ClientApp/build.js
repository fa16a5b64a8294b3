import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["src/main.ts"], outdir: "dist", entryNames: "[name].[hash]",
  bundle: true, minify: true, format: "esm", target: "es2022", sourcemap: true, metafile: true,
});
const script = basename(Object.keys(metafile.outputs).find(file => file.endsWith(".js")));
await cp("src/shop.css", "dist/shop.css");
await writeFile("dist/index.html", (await readFile("src/index.html", "utf8")).replace("main.ts", script));
