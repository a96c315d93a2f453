"""What it adds up to and how it is told: schemes, scorecards, results database, HTML, workbooks and exports."""
