import { Sparkline } from "#app/components/charts/sparkline.tsx";
import { Mark } from "#app/components/mark.tsx";
import { StatTile } from "#app/components/stat-tile.tsx";
import { MEASURE_TRAITS } from "../measure-catalog.ts";
import type { Tile } from "../rollout.types.ts";
import {
  asOfWords,
  intervalWords,
  percent,
  ratioWords,
  releasedWords,
  STANDING_WORDS,
} from "./figure-words.ts";

/** Five questions, always in this order, one number each. */
export function RolloutTiles({ tiles, query }: { tiles: readonly Tile[]; query: string }) {
  return (
    <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      {tiles.map((tile) => (
        <StatTile
          key={tile.code}
          label={tile.question}
          {...(tile.figure.value === null
            ? { value: <Mark kind="blank" /> }
            : { value: Math.round(tile.figure.value), unit: "%" })}
          status={STANDING_WORDS[tile.standing]}
          sentence={sentenceOf(tile)}
          n={Math.round(tile.figure.denominator)}
          interval={intervalWords(tile.figure)}
          asOf={asOfWords(tile.figure)}
          trend={<Sparkline values={tile.trend} target={tile.target ?? undefined} />}
          to={`/rollout/figures/${tile.code}${query}`}
          toLabel="See the records"
          headingLevel={2}
        />
      ))}
    </div>
  );
}

function sentenceOf({ code, figure, target }: Tile): string {
  if (figure.value === null) return `There were no ${MEASURE_TRAITS[code].nouns.denominator} in this period.`;
  const told = `${ratioWords(code, figure)}${target === null ? "" : `; target ${percent(target)}`}.`;
  return figure.released?.today ? `${told} ${releasedWords(figure)}` : told;
}
