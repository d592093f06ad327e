package io.millrace.sql.plan;

import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/**
 * Calcite's validator. It asks of each column of a SELECT whether any of them has an aggregate, which takes a time that
 * grows with the square of their number; here the answer is remembered while the columns are the same.
 */
final class QueryValidator extends SqlValidatorImpl {
    private SqlSelect asked;
    private SqlNodeList askedColumns;
    private SqlNodeList askedGroup;
    private boolean answer;

    QueryValidator(
            SqlOperatorTable operators,
            SqlValidatorCatalogReader catalog,
            RelDataTypeFactory types,
            SqlValidator.Config config) {
        super(operators, catalog, types, config);
    }

    @Override
    public boolean isAggregate(SqlSelect select) {
        boolean same = select == asked && select.getSelectList() == askedColumns && select.getGroup() == askedGroup;
        if (!same || select.getHaving() != null) {
            answer = super.isAggregate(select);
            asked = select;
            askedColumns = select.getSelectList();
            askedGroup = select.getGroup();
        }
        return answer;
    }
}
