#!/usr/bin/env bash
# Grades a class as a Slurm job array, and merges when all parts are done:
#
#   cd llm-labs && swift build --build-tests
#   parts=$(sbatch --parsable Examples/Grading/slurm-array.sh ~/submissions ~/parts)
#   sbatch --dependency=afterok:$parts --wrap="swift run -q labs grade merge ~/parts/* --out ~/grades"
#
#SBATCH --job-name=labs-grade
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=6G
#SBATCH --time=01:00:00
#SBATCH --requeue
set -euo pipefail
submissions=$1 parts=$2

# Checkpoints are built once, before; eight machines must not build in one folder at once.
export LABS_PREBUILT=1
exec .build/debug/labs grade "$submissions" --lab 01 --seed 7 \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --jobs "$SLURM_CPUS_PER_TASK" --out "$parts/$SLURM_ARRAY_TASK_ID"
